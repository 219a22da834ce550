declare module '*.hbs' {
  const code: TemplateSpecification;
  export default code;
}
declare const __VERSION__: string;
declare const __BUILD__: string;
declare const __COMMIT__: string;
declare module '*.yaml' {
  const text: string;
  export default text;
}
declare module '*.sh' {
  const text: string;
  export default text;
}

import Handlebars from 'handlebars';

/**
 * The only place that knows Handlebars. Templates arrange text; values are escaped by functions before they come here,
 * so nothing is escaped (`noEscape`), and a name that is missing is an error instead of an empty place (`strict`).
 */
export function template<T extends object>(source: string): (values: T) => string {
  let compiled: Handlebars.TemplateDelegate<T> | undefined;
  return (values) => {
    compiled ??= Handlebars.compile<T>(source, { noEscape: true, strict: true, knownHelpersOnly: true });
    return compiled(values);
  };
}

import Handlebars from 'handlebars';

/** The only place that knows Handlebars. What templates may do is said where they become code (generator/tools/templates.mjs). */
export function template<T extends object>(code: TemplateSpecification): (values: T) => string {
  let ready: HandlebarsTemplateDelegate<T> | undefined;
  return (values) => {
    ready ??= Handlebars.template<T>(code);
    return ready(values);
  };
}

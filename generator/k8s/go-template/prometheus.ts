import type { Environment } from './parser.ts';

/** Of alerts: prometheus/prometheus, template/template.go and model/rulefmt/rulefmt.go. */
export const ALERTS: Environment = {
  functions:
    `args externalURL first graphLink humanize humanize1024 humanizeDuration humanizePercentage humanizeTimestamp label match now parseDuration pathPrefix
    query reReplaceAll safeHtml sortByLabel stripDomain stripPort strvalue tableLink title tmpl toDuration toLower toTime toUpper urlQueryEscape value`.split(
      /\s+/,
    ),
  variables: ['$labels', '$externalLabels', '$externalURL', '$value'],
};

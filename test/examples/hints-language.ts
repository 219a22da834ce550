import type { Edit } from '../support/edit-files.ts';

/** What somebody writes who follows a hint about a text in a language of its own. */
export const language: Readonly<Record<string, readonly Edit[]>> = {
  'language/promql: a range': [['bucket{job="shop"})', 'bucket{job="shop"}[5m])']],
  'language/promql: compare': [['} = 0', '} == 0']],
  'language/promql: the expression': [['5(..', '5..']],
  'language/query: a range': [['{job=\\"$job\\"}))', '{job=\\"$job\\"}[$__rate_interval]))']],
  'language/query: a panel': [['[$__rate_interval])"', '[$__rate_interval]))"']],
  'language/query: a trigger': [['[2m])"', '[2m]))"']],
  'language/alert-template: an action': [['"{{ $labels.pod is', '"{{ $labels.pod }} is']],
  'language/alert-template: a block': [['very slow', 'very slow{{ end }}']],
  'language/cel': [['"shop-"', '"shop-")']],
  'language/time-zone': [['CEST', 'Europe/Berlin']],
  'language/regexp': [
    ['go_(?!threads).*', 'go_.*'],
    ['^http://(.*', '^http://(.*)$'],
  ],
  'language/dashboard': [
    ['shop/web', 'shop-web'],
    ['"39"', '39'],
    ['"tags": [],', '"title": "Shop",'],
    ['${DS_PROMETHEUS}', 'prometheus'],
    ['"$prometheus"', '"$source"'],
    ['[], }', '[] }'],
  ],
  'language/json': [
    ['"south",]', '"south"]'],
    ['],\n    }', ']\n    }'],
    ['{ limit: 5 }', '{ "limit": 5 }'],
  ],
  'language/version-range': [['latest', '2.18.x']],
  'language/annotation: a duration': [['90d', '2160h']],
  'language/annotation: a time to live': [[': 1d', ': 24h']],
  'language/annotation: what is documented': [
    ["''443''", '443'],
    ['"first"', '"1"'],
  ],
  'monitor/unknown-series': [
    ['"ordres"', '"orders"'],
    ['team:request:', 'team:requests:'],
    ['OrdersSilnt', 'OrdersSilent'],
  ],
  'monitor/refused-part': [
    ['          for: 5m\n', ''],
    ['pod_node_name]', 'pod_node_name], targetLabel: node'],
    ['action: hashmod', 'action: hashmod, modulus: 2'],
  ],
  'monitor/dashboard-clash': [['{ "uid": "shop", "title": "Orders"', '{ "uid": "orders", "title": "Orders"']],
};

// The program without a part of it: what it would take to do the rest.
import { bundle } from '../../generator/tools/bundle.mjs';

/** Of each part, its files and what stands in their place. */
const PARTS = {
  /** The same files are made, and none is looked at. */
  checks: {
    'rules/rules.ts': 'export const CODES = new Map(); export const rulesOf = () => []; export const rulesWith = () => [];',
    'check/check.ts': 'export const checkObjects = () => [];',
    'check/delivery-reports.ts': 'export const deliveryReports = () => [];',
  },
  /** The same plan is made, and nobody asks whether it may be delivered. */
  gate: {
    'plan/gate.ts': `export const judge = ({ plan: { memory: { limits } } }) => ({
      passes: true, regions: new Map(), omissions: [], excesses: [], dangers: [], raisesLimits: false, trusts: [], needed: [], classes: new Map(), owners: new Map(),
      approvedBy: [], relied: [], spent: [], beside: 0, findings: [], newcomers: [], departures: [], moves: { renamings: [], done: [] }, loosened: [], frozen: new Map(), released: new Set(), limits,
    });`,
  },
};

/**
 * @param {'checks' | 'gate'} part
 * @param {string} folder @returns {Promise<string>} the file to run
 */
export async function bundleWithout(part, folder) {
  const files = PARTS[part];
  const left = new Set(Object.keys(files));
  const without = {
    name: `without-${part}`,
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]generator[\\/](?:rules|check|plan)[\\/][a-z-]+\.ts$/ }, ({ path }) => {
        const name = path.split(/[\\/]/).slice(-2).join('/');
        return left.delete(name) ? { contents: files[name] } : undefined;
      });
    },
  };
  const program = await bundle(folder, { __VERSION__: '"bench"', __BUILD__: `"without ${part}"`, __COMMIT__: '""' }, [without]);
  if (left.size > 0) throw new Error(`these files are no more: ${[...left].join(', ')}`);
  return program;
}

// The program without its checks: what it would take to make the same files and look at none of them.
import { bundle } from '../../generator/tools/bundle.mjs';

const EMPTY = {
  'rules/rules.ts': 'export const CODES = new Map(); export const rulesOf = () => [];',
  'check/check.ts': 'export const checkObjects = () => [];',
  'check/delivery-reports.ts': 'export const deliveryReports = () => [];',
};

/** @param {string} folder @returns {Promise<string>} the file to run */
export async function bundleUnchecked(folder) {
  const left = new Set(Object.keys(EMPTY));
  const withoutChecks = {
    name: 'without-checks',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]generator[\\/](?:rules|check)[\\/][a-z-]+\.ts$/ }, ({ path }) => {
        const name = path.split(/[\\/]/).slice(-2).join('/');
        return left.delete(name) ? { contents: EMPTY[name] } : undefined;
      });
    },
  };
  const program = await bundle(folder, { __VERSION__: '"bench"', __BUILD__: '"unchecked"', __COMMIT__: '""' }, [withoutChecks]);
  if (left.size > 0) throw new Error(`these files of checks are no more: ${[...left].join(', ')}`);
  return program;
}

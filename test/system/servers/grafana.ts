// What Grafana's own types say of a dashboard, as a JSON Schema that allows nothing else. Made anew at each run, so it cannot age.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import type { SchemaObject, ValidateFunction } from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';

const TYPES = join(dirname(createRequire(import.meta.url).resolve('@grafana/schema/package.json')), 'dist/types');

/** @param type an exported type of a file below the package's types */
function strict(file: string, type: string): ValidateFunction {
  const config = { skipTypeCheck: true, additionalProperties: false, topRef: false, expose: 'none', jsDoc: 'none' } as const;
  const tsconfig = join(import.meta.dirname, '../../../tsconfig.json');
  const schema = createGenerator({ path: join(TYPES, file), type, tsconfig, ...config }).createSchema(type);
  return new Ajv({ allErrors: true, strict: false }).compile(schema as SchemaObject);
}

/** The file as it is provisioned (`Dashboard`), and what it leaves open for the panels of one kind. */
export const grafana = {
  dashboard: () => strict('index.d.ts', 'Dashboard'),
  timeseries: () => {
    const file = 'raw/composable/timeseries/panelcfg/x/types.gen.d.ts';
    return { options: strict(file, 'Options'), fieldConfig: strict(file, 'FieldConfig') };
  },
};

/** @returns one line for each error */
export function errors(validate: ValidateFunction, data: unknown): string[] {
  return validate(data)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${String(message)} ${JSON.stringify(params)}`);
}

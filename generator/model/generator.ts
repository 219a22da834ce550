/**
 * The release that writes out/, kept in its lock: a change that comes from a new release can then be told from one that
 * comes from the fleet. It is that of package.json.
 */
export const GENERATOR_VERSION = '0.1.0';

// Made by npm run schemas from schemas/.
/** A Velero Schedule per region for the volumes of agents with state. */
export type BackupSettings = {
  /** Whether the Schedule is written. */
  readonly enabled: boolean;
  /** Cron expression of five fields, in UTC. */
  readonly schedule: string;
  /** Whether each region's minute is shifted by a number made from its name, so that not all regions write to the store at once. */
  readonly spread: boolean;
  /** How long a backup is kept. */
  readonly ttl: string;
  /** Velero BackupStorageLocation. */
  readonly storageLocation: string;
};

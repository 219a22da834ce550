import type { Table } from '../table.ts';
import { access } from './access.ts';
import { backup } from './backup.ts';
import { capacity } from './capacity.ts';
import { certificates } from './certificates.ts';
import { config } from './config.ts';
import { delivery } from './delivery.ts';
import { monitoring } from './monitoring.ts';
import { names } from './names.ts';
import { network } from './network.ts';
import { secrets } from './secrets.ts';
import { storage } from './storage.ts';
import { traefik } from './traefik.ts';
import { workloads } from './workloads.ts';

/** How changes of every kind are judged that has a closed schema. */
export const TABLES: readonly Table[] = [
  ...access,
  ...backup,
  ...capacity,
  ...certificates,
  ...config,
  ...delivery,
  ...monitoring,
  ...names,
  ...network,
  ...secrets,
  ...storage,
  ...traefik,
  ...workloads,
];

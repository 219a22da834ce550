import type { Agent } from '../../fleet/agent.ts';
import { goSeconds } from '../../k8s/duration.ts';
import type { MonitoringSettings } from './settings.generated.ts';

/** What the builders of monitors, alerts and dashboard read: facts about the region only as placeholders. */
export interface MonitorFacts {
  readonly fleet: { readonly name: string; readonly namespace: string };
  readonly settings: MonitoringSettings;
  /** Stands for the region's name inside a string. */
  readonly region: string;
  /** Namespaces that the region's components own. */
  readonly namespaces: readonly string[];
}

export interface AgentMonitorFacts extends MonitorFacts {
  readonly agent: Agent;
}

/** The label by which Prometheus finds monitors and rules: without it they are there, and nothing reads them. */
export function releaseLabel({ prometheusRelease }: MonitoringSettings): Record<string, string> {
  return { release: prometheusRelease };
}

/** Seconds between two scrapes. */
export function scrapeSeconds({ interval }: Pick<MonitoringSettings, 'interval'>): number {
  return goSeconds(interval) as number;
}

import type { Finding } from '../model/finding.ts';
import { byCodeUnit } from '../model/order.ts';
import { approvalFindings, subjectOf } from './approval.ts';
import type { ApprovalFile, Read } from './approval.ts';
import { FLEET } from './change.ts';
import { approvalId, isSpent } from './spent.ts';
import type { Relied } from './spent.ts';

interface Given {
  readonly read: Read;
  /** Digests of all that may be approved now. */
  readonly present: ReadonlySet<string>;
  /** Region of a change, by its digest; what has none is the fleet's. */
  readonly regionOf: ReadonlyMap<string, string>;
  /** What earlier deliveries have spent. */
  readonly spent: ReadonlySet<string>;
  /** Digests that the owner of an agent may approve. */
  readonly reach: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What an approval that is used says of itself. */
export interface ApprovedBy {
  readonly path: string;
  readonly approvedBy: string;
  readonly reason: string;
  readonly changes: number;
}

/** The approvals of a config folder, and what they let pass. */
export class Approvals {
  readonly #given: Given;
  readonly #ids: ReadonlyMap<ApprovalFile, string>;
  /** Those that are for what would be delivered now. */
  readonly #files: readonly ApprovalFile[];
  readonly #altered: readonly ApprovalFile[];
  readonly #used: readonly ApprovalFile[];
  readonly #approved: ReadonlySet<string>;
  readonly #approvedByTeam: ReadonlySet<string>;

  constructor(given: Given) {
    const { read, present } = given;
    this.#given = given;
    this.#ids = new Map(read.approvals.map((file) => [file, approvalId(file)]));
    const subjects = new Set([...present].map(subjectOf));
    const isAltered = ({ changes }: ApprovalFile): boolean => changes.some((text) => !present.has(text) && subjects.has(subjectOf(text)));
    this.#altered = read.approvals.filter(isAltered);
    this.#files = read.approvals.filter((file) => !isAltered(file));
    this.#used = this.#files.filter((file) => file.changes.some((text) => present.has(text) && this.#counts(file, text)));
    this.#approved = this.#of(this.#files);
    this.#approvedByTeam = this.#of(this.#files.filter(({ agent }) => agent === undefined));
  }

  approves(text: string): boolean {
    return this.#approved.has(text);
  }

  /** Whether the platform team approves it, whatever owners say. */
  teamApproves(text: string): boolean {
    return this.#approvedByTeam.has(text);
  }

  get areUsed(): boolean {
    return this.#used.length > 0;
  }

  approvedBy(): ApprovedBy[] {
    return this.#used.map(({ path, approvedBy, reason, changes }) => ({
      path,
      approvedBy,
      reason,
      changes: changes.filter((text) => this.#given.present.has(text)).length,
    }));
  }

  /** @param dangerous digests of what would not pass without an approval */
  relied(dangerous: ReadonlySet<string>): Relied[] {
    return this.#used.map((file) => {
      const texts = file.changes.filter((text) => dangerous.has(text) && this.#counts(file, text));
      return { id: this.#idOf(file), regions: [...new Set(texts.map((text) => this.#regionOf(text)))].sort(byCodeUnit) };
    });
  }

  /** Paths of those that would let something pass, had no delivery spent them. */
  spentFor(needed: readonly string[]): string[] {
    const lacking = new Set(needed);
    return this.#files.filter((file) => file.changes.some((text) => lacking.has(text) && this.#isSpent(file, text))).map(({ path }) => path);
  }

  findings(needed: readonly string[]): Finding[] {
    const { present, read } = this.#given;
    const unused = this.#files.filter(({ changes }) => !changes.some((text) => present.has(text)));
    const beyond = this.#files.filter((file) => file.changes.some((text) => present.has(text) && !this.#mayApprove(file, text)));
    return approvalFindings({ approvals: this.#files, defective: read.defective, altered: this.#altered, unused, beyond }, needed);
  }

  #of(files: readonly ApprovalFile[]): ReadonlySet<string> {
    return new Set(files.flatMap((file) => file.changes.filter((text) => this.#counts(file, text))));
  }

  #counts(file: ApprovalFile, text: string): boolean {
    return !this.#isSpent(file, text) && this.#mayApprove(file, text);
  }

  #isSpent(file: ApprovalFile, text: string): boolean {
    return isSpent(this.#given.spent, this.#idOf(file), this.#regionOf(text));
  }

  /** Made once: it is a hash of all changes that the file names, and each of them asks for it. */
  #idOf(file: ApprovalFile): string {
    return this.#ids.get(file) as string;
  }

  #mayApprove({ agent }: ApprovalFile, text: string): boolean {
    return agent === undefined || this.#given.reach.get(agent)?.has(text) === true;
  }

  #regionOf(text: string): string {
    return this.#given.regionOf.get(text) ?? FLEET;
  }
}

/** What the world outside refused: a bug is none of these, and a finding about the fleet neither. */
export class Failure extends Error {
  /** `usage` ends with exit code 2, `system` (file system, lock, Git) with 4. */
  readonly kind: 'usage' | 'system';
  readonly hint: string | undefined;

  constructor(kind: 'usage' | 'system', message: string, hint?: string) {
    super(message);
    this.kind = kind;
    this.hint = hint;
  }

  static from(error: unknown, doing: string): Failure {
    const { code, message, hint } = error as NodeJS.ErrnoException & { hint?: string };
    return new Failure('system', `${doing}: ${REASONS[code ?? ''] ?? message}`, hint ?? HINTS[code ?? '']);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOSPC: 'no space left on the disk',
  EROFS: 'the file system is read-only',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ELOOP: 'a part of the path is a symbolic link',
  EDQUOT: 'the disk quota is used up',
  EIO: 'input/output error',
  EXDEV: 'it is on another file system',
  EBUSY: 'something is mounted there, or uses it',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files in the whole system',
  EMLINK: 'a file has as many names (hard links) as there can be',
  ENOTSUP: 'the file system cannot do that',
  ENOTEMPTY: 'somebody has put something there meanwhile',
  EEXIST: 'there is something of that name already',
};

const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: 'make room on it; a run needs as much as out/ takes once more, while it writes',
  EDQUOT: 'make room; a run needs as much as out/ takes once more, while it writes',
  EMFILE: 'allow more: ulimit -n 4096',
};

/** The rows of the agency's working procedure, and which event carries each out. Never renumber them. */
import type { AccessEvent } from './case.ts';

export const ACCESS_ROWS = [
  'A1',
  'A2',
  'A3',
  'A4',
  'A5',
  'A6',
  'A7',
  'A8',
  'A9',
  'A10',
  'A11',
  'A12',
  'A13',
  'A14',
  'A15',
  'A16',
  'A17',
  'A18',
  'A19',
  'A20',
  'A21',
  'A22',
  'A23',
  'A24',
] as const;

/** A lost password. */
export const RECOVERY_ROWS = ['R1', 'R2', 'R3', 'R4'] as const;

/** A problem that somebody reports. */
export const PROBLEM_ROWS = ['P1', 'P2'] as const;

export type ProcedureRow =
  | (typeof ACCESS_ROWS)[number]
  | (typeof RECOVERY_ROWS)[number]
  | (typeof PROBLEM_ROWS)[number];

/**
 * The rows that an event carries out. A mail that opens a case proves A5 to A9 (the applicant scanned,
 * attached and sent) as well as A10; a fill proves A20 and its password-free copy A22.
 */
export const ROWS_OF: Record<AccessEvent['type'], readonly ProcedureRow[]> = {
  opened: ['A6', 'A7', 'A8', 'A9', 'A10'],
  'mail-received': [],
  'mail-repeated': [],
  'dcg-answered': ['A13'],
  'workbook-replaced': ['A14'],
  taken: [],
  'taken-by-di': ['A18'],
  reassigned: [],
  verified: ['A11'],
  'documents-sorted': ['A5'],
  'register-updated': ['A12'],
  'asked-of-dcg': ['A13'],
  'correction-asked': ['A14'],
  'original-recorded': ['A15', 'A16'],
  'registry-recorded': [],
  approved: ['A17', 'A18'],
  'credentials-issued': ['A19', 'A20', 'A22'],
  'credentials-mailed': ['A21'],
  'secretary-mailed': ['A23'],
  'credentials-undelivered': ['A21'],
  'letter-undelivered': [],
  'letter-delivered': [],
  'letter-resent': [],
  returned: [],
  'taken-back': [],
  'noted-on-original': ['A24'],
  rejected: [],
  withdrawn: [],
  'closed-original-missing': [],
  transferred: [],
  merged: [],
  reopened: [],
  'fact-corrected': [],
  'applicant-written': [],
  escalated: [],
  'escalation-closed': [],
  'escalation-answered': [],
  'thread-said': [],
  'thread-corrected': [],
  'thread-unsaid': [],
  'details-opened': ['A11'],
  'document-opened': ['A11'],
  'applicant-reminded': ['A15'],
  'close-offered': ['A15'],
  'became-overdue': [],
  'supervisor-told': [],
};

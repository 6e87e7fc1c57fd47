/**
 * The words of an access case: what it is (facts), what may be asked of it (commands),
 * what happened to it (events) and what the world must do about it (effects).
 *
 * No personal data lives here: people are ids, free texts are note ids, workbooks are hashes.
 */

/** An instant, ISO 8601 in UTC, such as `2026-11-23T08:15:00.000Z`. */
export type Instant = string;
/** A calendar day in Europe/Bucharest, ISO 8601, such as `2026-11-23`. */
export type Day = string;

export type Role = 'secretary' | 'supervisor' | 'di' | 'admin';

/** A role at one office, or everywhere where the office is null (DI officers, admins). */
export interface RoleGrant {
  readonly role: Role;
  readonly office: string | null;
}

/** Who asks. A person brings the roles that the database gives them at this moment. */
export type Actor =
  | { readonly type: 'person'; readonly id: string; readonly roles: readonly RoleGrant[] }
  | { readonly type: 'applicant' }
  | { readonly type: 'dcg' }
  /** Somebody at the office's or DI's mailbox: which person, a mailbox does not tell. */
  | { readonly type: 'colleague' }
  | { readonly type: 'system' };

/** Who did it, as the audit log keeps it: `person:<id>`, `applicant`, `dcg`, `colleague` or `system`. */
export type ActorRef = string;

export type AccessState =
  | 'received'
  | 'awaiting-correction'
  | 'verified'
  | 'with-di'
  | 'issuing'
  | 'issued'
  | 'closed'
  | 'rejected';

/** What the automatic checks say of one workbook. Codes only: values are personal data. */
export interface Workbook {
  /** Keyed hash of the file's bytes. */
  readonly hash: string;
  readonly documentId: string;
  /** Why it could not be read, or null. */
  readonly refusal: string | null;
  /** True if it holds exactly one plain e-mail address: A21 mails there and nowhere else. */
  readonly hasEmail: boolean;
  /** Checks that failed, as `field:code`, such as `cnp:checksum`. */
  readonly failedChecks: readonly string[];
}

export interface Mark {
  readonly by: ActorRef;
  readonly at: Instant;
}

/** A mark that holds for one workbook only. */
export interface WorkbookMark extends Mark {
  readonly workbook: string;
}

export interface Original extends Mark {
  /** The day on which the paper reached the office (A15). */
  readonly receivedOn: Day;
  /** Where the paper is filed (A16); empty if the office keeps no file number. */
  readonly file: string;
}

export interface Approval extends WorkbookMark {
  /** The note with the written reason, where a check had failed. */
  readonly reasonNote: string | null;
}

export type RegisterWork =
  | {
      readonly kind: 'updated';
      readonly fields: readonly string[];
      readonly by: ActorRef;
      readonly at: Instant;
    }
  | {
      readonly kind: 'asked-of-dcg';
      readonly by: ActorRef;
      readonly at: Instant;
      readonly answeredAt: Instant | null;
    };

export interface RegistryEntry {
  readonly number: string;
  readonly date: Day;
}

/** What DI did: a new user, a new password for an existing one, or only a new address. */
export type IssueMode = 'new-account' | 'new-password' | 'new-address';

export interface Issue extends WorkbookMark {
  readonly accountId: string;
  readonly mode: IssueMode;
  /** When the mail server accepted A21's mail, or null while it is under way. */
  readonly credentialsMailedAt: Instant | null;
  /** When the mail server accepted A23's mail: the "Data mailului" that A24 writes on the original. */
  readonly secretaryMailedAt: Instant | null;
}

export type ClosingReason = 'noted' | 'withdrawn' | 'original-missing' | 'merged' | 'rejected';

export interface Closing extends Mark {
  readonly reason: ClosingReason;
  readonly note: string | null;
  readonly mergedInto: string | null;
}

export type Letter =
  | 'acknowledgement'
  | 'correction'
  | 'to-dcg'
  | 'to-di'
  | 'credentials'
  | 'address-updated'
  | 'to-secretary'
  | 'rejection'
  | 'withdrawn'
  | 'closed-original-missing'
  | 'original-reminder'
  | 'correction-reminder'
  | 'reply'
  | EscalationLetter;

/** To whoever is asked by mail: what is asked, what was said since, what came of it. */
export type EscalationLetter = 'escalation' | 'escalation-line' | 'escalation-outcome';

/** A letter that did not arrive, until it or a newer one of its kind does. */
export interface MailTrouble {
  readonly letter: Letter;
  readonly at: Instant;
  /** The hash of the workbook whose address refused the credentials; null for other letters. */
  readonly workbook: string | null;
}

/** Whom a case is put before: a channel's people, one colleague of the office, or an address within it. */
export type EscalationTarget = 'di' | 'supervisor' | 'colleague' | 'mail';

/** Before whom, and how they hear of it: DI and the supervisor in a thread of theirs, if nothing else is said. */
export interface EscalationWay {
  readonly target: EscalationTarget;
  /** True where the other end has no thread: letters go there, and answers come back by mail. */
  readonly byMail?: true;
  /** The colleague, who reads the office's own thread. */
  readonly colleague?: ActorRef;
  /** A note with the e-mail address. */
  readonly address?: string;
}

export interface Escalation extends Mark, EscalationWay {
  readonly id: string;
  /** What is asked: a note. */
  readonly note: string;
  readonly urgent: boolean;
  /** Lines that were carried already, newest last. */
  readonly said: readonly string[];
}

export interface AccessCase {
  readonly kind: 'access';
  readonly id: string;
  readonly number: string;
  readonly office: string;
  readonly state: AccessState;
  readonly openedAt: Instant;
  readonly stateSince: Instant;
  readonly dueAt: Instant | null;
  /** The person at the office who took the case; informs, never blocks a colleague. */
  readonly owner: ActorRef | null;
  /** The DI officer who took it. */
  readonly diOwner: ActorRef | null;
  readonly workbook: Workbook | null;
  readonly verified: WorkbookMark | null;
  readonly original: Original | null;
  readonly register: RegisterWork | null;
  readonly registry: RegistryEntry | null;
  readonly approved: Approval | null;
  readonly issue: Issue | null;
  readonly closing: Closing | null;
  readonly trouble: MailTrouble | null;
  /** Those that are open; see escalation.ts. */
  readonly escalations?: readonly Escalation[];
  /** True once the supervisor was told that it is late: their channel has its card from then on. */
  readonly supervisorTold?: true;
  /** True from the 30th day of waiting for the applicant: closing is offered. */
  readonly closeOffered: boolean;
  /** What somebody did last, for telling the person whose click came too late. */
  readonly lastStep: { readonly type: AccessEvent['type']; readonly by: ActorRef; readonly at: Instant };
}

/** A fact that can be taken back because it was recorded by mistake. */
export type CorrectableFact = 'original' | 'register' | 'registry' | 'verified';

type By = { readonly by: Actor; readonly at: Instant };

export type AccessCommand = By &
  (
    | {
        readonly type: 'open';
        readonly id: string;
        readonly number: string;
        readonly office: string;
        readonly mailId: string;
        readonly workbook: Workbook | null;
      }
    | {
        readonly type: 'receive-mail';
        readonly mailId: string;
        readonly workbook: Workbook | null;
        /** What each document that it brought is, such as `certificate`. */
        readonly documents: readonly string[];
        /** Fields of the form that its workbook says otherwise than the case's. */
        readonly changed: readonly string[];
      }
    /** The same request has come once more, by another way or with another Message-ID. */
    | { readonly type: 'receive-repeated'; readonly mailId: string }
    | { readonly type: 'take' }
    | { readonly type: 'verify'; readonly workbook: string }
    | { readonly type: 'sort-documents'; readonly documents: readonly string[] }
    | { readonly type: 'update-register'; readonly fields: readonly string[]; readonly note: string | null }
    | { readonly type: 'send-to-dcg'; readonly note: string | null }
    | { readonly type: 'ask-correction'; readonly reasons: readonly string[]; readonly note: string | null }
    | {
        readonly type: 'record-original';
        readonly receivedOn: Day;
        readonly file: string;
        readonly registry: RegistryEntry | null;
      }
    | { readonly type: 'record-registry'; readonly registry: RegistryEntry }
    | { readonly type: 'approve'; readonly reasonNote: string | null; readonly dcgAnswerNotAwaited: boolean }
    | {
        readonly type: 'issue';
        readonly workbook: string;
        readonly mode: IssueMode;
        readonly accountId: string;
        readonly accountCreated: boolean;
      }
    | { readonly type: 'return'; readonly note: string }
    | { readonly type: 'take-back' }
    /** A supervisor gives the case to a colleague; with DI, an officer to another. */
    | { readonly type: 'reassign'; readonly to: ActorRef; readonly roles: readonly RoleGrant[] }
    | { readonly type: 'note-on-original' }
    | { readonly type: 'reject'; readonly note: string }
    | { readonly type: 'withdraw'; readonly note: string | null }
    | { readonly type: 'close-original-missing' }
    | { readonly type: 'transfer'; readonly office: string; readonly note: string }
    | { readonly type: 'merge'; readonly into: string }
    | { readonly type: 'reopen'; readonly note: string }
    | { readonly type: 'correct-fact'; readonly fact: CorrectableFact; readonly note: string }
    | { readonly type: 'write-to-applicant'; readonly note: string }
    | (EscalationWay & {
        readonly type: 'escalate';
        readonly id: string;
        readonly note: string;
        readonly urgent: boolean;
      })
    | { readonly type: 'close-escalation'; readonly escalation: string; readonly note: string }
    /** Somebody wrote in a card's thread; `message` is the platform's id of the line. */
    | {
        readonly type: 'say-in-thread';
        readonly from: ThreadPlace;
        readonly message: string;
        readonly change: 'new' | 'edited' | 'deleted';
        /** Keyed hash of what it says: the same change comes twice with the same one. */
        readonly revision: string;
        readonly note: string | null;
      }
    /** Whoever was asked by mail has answered. */
    | {
        readonly type: 'answer-escalation';
        readonly escalation: string;
        readonly mailId: string;
        readonly note: string;
      }
    | { readonly type: 'open-details' }
    | { readonly type: 'open-document'; readonly documentId: string; readonly isScan: boolean }
    | { readonly type: 'resend'; readonly letter: Letter }
    /** `issuedAt` tells which issue a credentials letter belongs to; null for other letters. */
    | { readonly type: 'letter-accepted'; readonly letter: Letter; readonly issuedAt: Instant | null }
    | { readonly type: 'letter-failed'; readonly letter: Letter; readonly issuedAt: Instant | null }
    | { readonly type: 'time-passed'; readonly timer: CaseTimer }
  );

type EventBase = { readonly by: ActorRef; readonly at: Instant };

/** What happened: the audit log keeps each, in order, and the case can be rebuilt from them. */
export type AccessEvent = EventBase &
  (
    | {
        readonly type: 'opened';
        readonly id: string;
        readonly number: string;
        readonly office: string;
        readonly mailId: string;
        readonly workbook: Workbook | null;
        readonly dueAt: Instant | null;
      }
    | { readonly type: 'mail-received'; readonly mailId: string; readonly documents: readonly string[] }
    | { readonly type: 'mail-repeated'; readonly mailId: string }
    | { readonly type: 'dcg-answered'; readonly mailId: string }
    | {
        readonly type: 'workbook-replaced';
        readonly workbook: Workbook;
        readonly changed: readonly string[];
        readonly dueAt: Instant | null;
      }
    | { readonly type: 'taken' }
    | { readonly type: 'taken-by-di' }
    | { readonly type: 'reassigned'; readonly to: ActorRef }
    | { readonly type: 'verified'; readonly workbook: string; readonly dueAt: Instant | null }
    | { readonly type: 'documents-sorted'; readonly documents: readonly string[] }
    | { readonly type: 'register-updated'; readonly fields: readonly string[]; readonly note: string | null }
    | { readonly type: 'asked-of-dcg'; readonly note: string | null }
    | { readonly type: 'correction-asked'; readonly reasons: readonly string[]; readonly note: string | null }
    | {
        readonly type: 'original-recorded';
        readonly receivedOn: Day;
        readonly file: string;
        readonly dueAt: Instant | null;
      }
    | { readonly type: 'registry-recorded'; readonly registry: RegistryEntry }
    | {
        readonly type: 'approved';
        readonly workbook: string;
        readonly reasonNote: string | null;
        readonly dueAt: Instant | null;
      }
    | {
        readonly type: 'credentials-issued';
        readonly workbook: string;
        readonly mode: IssueMode;
        readonly accountId: string;
      }
    | { readonly type: 'credentials-mailed' }
    | { readonly type: 'secretary-mailed'; readonly dueAt: Instant | null }
    | { readonly type: 'credentials-undelivered'; readonly workbook: string; readonly dueAt: Instant | null }
    | { readonly type: 'letter-undelivered'; readonly letter: Letter }
    | { readonly type: 'letter-delivered'; readonly letter: Letter }
    | { readonly type: 'letter-resent'; readonly letter: Letter }
    | { readonly type: 'returned'; readonly note: string; readonly dueAt: Instant | null }
    | { readonly type: 'taken-back'; readonly dueAt: Instant | null }
    | { readonly type: 'noted-on-original' }
    | { readonly type: 'rejected'; readonly note: string }
    | { readonly type: 'withdrawn'; readonly note: string | null }
    | { readonly type: 'closed-original-missing' }
    | {
        readonly type: 'transferred';
        readonly from: string;
        readonly office: string;
        readonly note: string;
        readonly dueAt: Instant | null;
      }
    | { readonly type: 'merged'; readonly into: string }
    | { readonly type: 'reopened'; readonly note: string; readonly dueAt: Instant | null }
    | { readonly type: 'fact-corrected'; readonly fact: CorrectableFact; readonly note: string }
    | { readonly type: 'applicant-written'; readonly note: string }
    | (EscalationWay & {
        readonly type: 'escalated';
        readonly escalation: string;
        readonly note: string;
        readonly urgent: boolean;
      })
    | (EscalationWay & {
        readonly type: 'escalation-closed';
        readonly escalation: string;
        readonly note: string;
      })
    | {
        readonly type: 'escalation-answered';
        readonly escalation: string;
        readonly target: EscalationTarget;
        readonly address?: string;
        readonly mailId: string;
        readonly note: string;
      }
    | {
        readonly type: 'thread-said' | 'thread-corrected' | 'thread-unsaid';
        readonly from: ThreadPlace;
        readonly to: readonly ThreadPlace[];
        /** Escalations whose other end hears of it by mail. */
        readonly letters?: readonly string[];
        /** The line, as its platform names it, and how it changed. */
        readonly message: string;
        readonly note: string | null;
      }
    | { readonly type: 'details-opened' }
    | { readonly type: 'document-opened'; readonly documentId: string }
    | { readonly type: 'applicant-reminded'; readonly about: 'original' | 'correction' }
    | { readonly type: 'close-offered' }
    | { readonly type: 'became-overdue'; readonly state: AccessState }
    /** It is late still: the office's supervisor is told. */
    | { readonly type: 'supervisor-told'; readonly state: AccessState }
  );

/** One timer of each kind may be set for a case. */
export type CaseTimer = 'due' | 'late' | 'applicant-5' | 'applicant-15' | 'applicant-30';

/** Which audience's card: the office's commission, or central IT. */
export type CardPlace = 'office' | 'di';

/** Where a thread stands: at the office, at DI, or with the office's supervisor. */
export type ThreadPlace = CardPlace | 'supervisor';

/**
 * What the world must do. Data small enough to read in the database: what a card or letter says
 * is rendered from the case as it is when the effect is performed.
 */
export type AccessEffect =
  | { readonly kind: 'card'; readonly place: ThreadPlace }
  /** A line of history in the card's thread; mentions whoever's turn it is now. */
  | { readonly kind: 'reply'; readonly place: ThreadPlace; readonly event: number; readonly mention: Turn }
  | {
      readonly kind: 'letter';
      readonly letter: Letter;
      readonly event: number;
      readonly note: string | null;
      /** Which escalation it belongs to; absent for other letters. */
      readonly escalation?: string;
    }
  | { readonly kind: 'set-timer'; readonly timer: CaseTimer; readonly at: Instant }
  | { readonly kind: 'cancel-timer'; readonly timer: CaseTimer };

/** Whose turn a thread message announces; an edited card alone notifies nobody. */
export type Turn = 'secretary' | 'di' | 'owner' | 'supervisor' | 'colleague' | null;

/** Why a command changed nothing. Each has its own sentence in the texts. */
export type Refusal =
  | { readonly code: 'not-your-role'; readonly needs: Role }
  | { readonly code: 'not-your-office'; readonly office: string }
  | { readonly code: 'already-done' }
  | { readonly code: 'wrong-state'; readonly state: AccessState }
  | { readonly code: 'blocked'; readonly by: readonly Blocker[] }
  | { readonly code: 'reason-needed'; readonly failedChecks: readonly string[] }
  | { readonly code: 'dcg-not-answered' }
  | { readonly code: 'approver-may-not-issue' }
  | { readonly code: 'other-workbook' }
  | { readonly code: 'account-not-confirmed' }
  | { readonly code: 'taken-by-di'; readonly by: ActorRef }
  | { readonly code: 'colleague-without-role'; readonly needs: Role }
  | { readonly code: 'same-office' }
  | { readonly code: 'same-case' }
  | { readonly code: 'nothing-to-correct' }
  | { readonly code: 'nothing-to-resend' }
  | { readonly code: 'day-in-future' };

/** What stands in the way of approving (product.md, "What blocks approving"). */
export type Blocker = 'no-workbook' | 'unreadable-workbook' | 'no-email' | 'not-verified' | 'no-original';

export type Decision =
  | { readonly accepted: true; readonly events: readonly AccessEvent[] }
  | { readonly accepted: false; readonly refusal: Refusal };

/** Rules that an installation may set. */
export interface Rules {
  /** Working days until a state is due. */
  readonly dueDays: { readonly verify: number; readonly issue: number; readonly note: number };
  /** Whoever approves may not issue the same case. */
  readonly separateApproverAndIssuer: boolean;
  /** Working days after which a waiting applicant is reminded, reminded again, and closing is offered. */
  readonly applicantDays: readonly [number, number, number];
  /** Working days after something became late until the supervisor is told. */
  readonly supervisorDays: number;
}

export const DEFAULT_RULES: Rules = {
  dueDays: { verify: 2, issue: 2, note: 2 },
  separateApproverAndIssuer: true,
  applicantDays: [5, 15, 30],
  supervisorDays: 1,
};

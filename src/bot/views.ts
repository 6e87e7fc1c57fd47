/**
 * What cards and dialogs are made from. The desk fills these from the database at the moment of
 * rendering; a template decides only how it looks.
 */
import type { AccessCase, CardPlace, Day, Instant, IssueMode } from '../workflow/case.ts';
import type { ProblemState } from '../workflow/problem.ts';
import type { RecoveryState } from '../workflow/recovery.ts';

/** How one automatic check came out; shown in words as well as with a sign. */
export type CheckOutcome = 'passed' | 'failed' | 'unknown';

export interface CheckLine {
  readonly outcome: CheckOutcome;
  /** Which check, in words: "CNP", "Adresa de e-mail". */
  readonly label: string;
  /** What came out, in words; no sealed value may stand here. */
  readonly result: string;
}

/** What could be proven of who wrote the mail, in words. */
export interface SenderLine {
  readonly outcome: CheckOutcome;
  readonly result: string;
}

/** Another case or account of the same person, or of the same e-mail address. */
export interface RelatedLine {
  readonly text: string;
  readonly caseId: string | null;
}

/** Names of people by their reference in the case (`person:<id>`, `applicant`, `dcg`, `system`). */
export type Names = Readonly<Record<string, string>>;

/** Somebody has put the case before somebody else, who has not answered yet. */
export interface EscalationLine {
  readonly id: string;
  /** Before whom, in words. */
  readonly target: string;
  readonly who: string;
  readonly at: Instant;
  readonly text: string;
  readonly urgent: boolean;
}

export interface CaseCardView {
  readonly access: AccessCase;
  readonly place: CardPlace;
  readonly officeName: string;
  /** The form's name, else the sender's; empty if neither is known. */
  readonly applicantName: string;
  readonly formEmail: string;
  readonly senderEmail: string;
  /** Of the newest mail of the case; null while nothing is known. */
  readonly sender: SenderLine | null;
  readonly authorisation: string;
  readonly authorisationClass: string;
  /** Such as `1•••••••••232`, or empty. */
  readonly maskedCnp: string;
  /** What was recognised among the attachments, in words. */
  readonly documents: string;
  readonly checks: readonly CheckLine[];
  /** Why the workbook could not be read: a whole sentence, or null. */
  readonly workbookTrouble: string | null;
  /** What the register says beside the form, in words; empty where there is nothing to compare. */
  readonly register: readonly SenderLine[];
  readonly related: readonly RelatedLine[];
  readonly escalations: readonly EscalationLine[];
  readonly names: Names;
  /** The user name that was issued, or null. */
  readonly user: string | null;
  /** The written reason of an approval in spite of a failed check, or null. */
  readonly approvalReason: string | null;
  /** The written reason of a rejection or withdrawal, or null. */
  readonly closingNote: string | null;
  /** The number of the case that this one was merged into, or null. */
  readonly mergedInto: string | null;
  /** Set where the card's place no longer serves the case: the office that does. */
  readonly movedTo: string | null;
  readonly now: Instant;
}

/** A row of the form's data as the details dialog shows it, to people with the role only. */
export interface FormRow {
  readonly label: string;
  readonly value: string;
  readonly outcome: CheckOutcome;
  /** What is wrong and what was expected, or empty. */
  readonly remark: string;
}

export type DocumentKind =
  | 'application'
  | 'identity'
  | 'certificate'
  | 'workbook'
  | 'workbook-issued'
  | 'other';

export interface DocumentLine {
  readonly documentId: string;
  readonly name: string;
  readonly kinds: readonly DocumentKind[];
  readonly sizeBytes: number;
  /** "din mailul de la 23.11.2026, 10:15". */
  readonly origin: string;
}

export interface DetailsView {
  readonly card: CaseCardView;
  readonly form: readonly FormRow[];
  readonly documents: readonly DocumentLine[];
  /** What the newest workbook changed against the one before, one sentence each. */
  readonly changes: readonly string[];
  /** Text of the applicant's last mail, shortened; empty if none. */
  readonly mailText: string;
  /** How the mails came, what they were taken for and what was proven, a sentence each. */
  readonly mailOrigin: readonly string[];
  /** True if "Date verificate" is offered to this person in this state. */
  readonly canVerify: boolean;
  /** False for DI: the form, not the scans. */
  readonly canSortDocuments: boolean;
}

export interface Choice {
  readonly value: string;
  readonly title: string;
}

export interface IssueView {
  readonly card: CaseCardView;
  readonly suggestedUser: string;
  readonly webAddress: string;
  readonly password: string;
  readonly email: string;
  /** The account this person has already, or null: then its user is kept. */
  readonly existing: {
    readonly user: string;
    readonly email: string;
    readonly modes: readonly IssueMode[];
  } | null;
}

export interface HistoryLine {
  readonly at: Instant;
  readonly who: string;
  readonly text: string;
  readonly rows: readonly string[];
}

/** Every dialog, with what it needs to be drawn. Its `kind` is the verb that opens it. */
export type DialogView =
  | { readonly kind: 'open-details'; readonly view: DetailsView }
  | { readonly kind: 'update-register'; readonly card: CaseCardView; readonly fields: readonly Choice[] }
  | { readonly kind: 'send-to-dcg'; readonly card: CaseCardView; readonly to: string }
  | {
      readonly kind: 'ask-correction';
      readonly card: CaseCardView;
      readonly reasons: readonly Choice[];
      readonly suggested: readonly string[];
      readonly to: string;
    }
  | {
      readonly kind: 'record-original';
      readonly card: CaseCardView;
      readonly today: Day;
      readonly registry: { readonly number: string; readonly date: Day };
    }
  | {
      readonly kind: 'record-registry';
      readonly card: CaseCardView;
      readonly today: Day;
      readonly registry: { readonly number: string; readonly date: Day };
    }
  | {
      readonly kind: 'approve';
      readonly card: CaseCardView;
      /** Checks that failed, in words; empty if only dcg@ is awaited. */
      readonly failed: readonly string[];
      readonly awaitsDcg: boolean;
    }
  | { readonly kind: 'issue'; readonly view: IssueView }
  | { readonly kind: 'return'; readonly card: CaseCardView }
  | { readonly kind: 'reject'; readonly card: CaseCardView; readonly to: string }
  | { readonly kind: 'withdraw'; readonly card: CaseCardView }
  | { readonly kind: 'close-original-missing'; readonly card: CaseCardView; readonly to: string }
  | { readonly kind: 'transfer'; readonly card: CaseCardView; readonly offices: readonly Choice[] }
  | { readonly kind: 'merge'; readonly card: CaseCardView; readonly cases: readonly Choice[] }
  | { readonly kind: 'reopen'; readonly card: CaseCardView }
  | { readonly kind: 'correct-fact'; readonly card: CaseCardView; readonly facts: readonly Choice[] }
  | {
      readonly kind: 'write-to-applicant';
      readonly card: CaseCardView;
      readonly to: string;
      /** What somebody who was asked answered last; empty if nobody did. */
      readonly text: string;
    }
  | { readonly kind: 'escalate'; readonly card: CaseCardView; readonly targets: readonly Choice[] }
  | {
      readonly kind: 'close-escalation';
      readonly card: CaseCardView;
      /** True where the outcome can be sent to the applicant too, in a step of its own. */
      readonly mayTell: boolean;
    }
  | { readonly kind: 'history'; readonly card: CaseCardView; readonly lines: readonly HistoryLine[] }
  | { readonly kind: 'more'; readonly card: CaseCardView };

/** A case whose personal data was removed. */
export interface PurgedCardView {
  readonly caseId: string;
  readonly number: string;
  readonly officeName: string;
  /** On which day, formatted. */
  readonly day: string;
  readonly minutes: string;
}

/** A mail to the applicant as it will be read, before it is sent: the only way out of what is said inside. */
export interface LetterPreview {
  readonly kind: 'send-to-applicant';
  readonly caseId: string;
  readonly number: string;
  readonly applicantName: string;
  readonly to: string;
  readonly subject: string;
  /** The plain text of the whole letter. */
  readonly letter: string;
  /** What the colleague wrote of it; can still be changed. */
  readonly text: string;
  /** What was shown: another text is shown again before it is sent. */
  readonly previewed: string;
  /** The verb that sends it. */
  readonly verb: 'submit:write-to-applicant' | 'submit:problem-answer';
}

/** A mail that nobody could place: "De clasificat". */
export interface UnsortedCardView {
  readonly caseId: string;
  readonly officeName: string;
  readonly state: 'open' | 'filed';
  readonly from: string;
  readonly subject: string;
  readonly receivedAt: Instant;
  /** Why it could not be placed, a sentence each. */
  readonly reasons: readonly string[];
  /** The case it seems to belong to (a closed one, say), or null. */
  readonly linkedNumber: string | null;
  /** What could be proven of who wrote it; null while nothing is known. */
  readonly sender: SenderLine | null;
  readonly filedAs: string | null;
  readonly now: Instant;
}

export type UnsortedDialogView =
  | {
      readonly kind: 'unsorted-details';
      readonly card: UnsortedCardView;
      readonly text: string;
      /** How the mail came, what it was taken for and what was proven, a sentence each. */
      readonly mailOrigin: readonly string[];
      readonly documents: readonly DocumentLine[];
    }
  | { readonly kind: 'unsorted-attach'; readonly card: UnsortedCardView; readonly suggested: string }
  | { readonly kind: 'unsorted-dismiss'; readonly card: UnsortedCardView };

/** What a recovery card offers; the names are the verbs that a channel sends back. */
export type RecoveryAction =
  | 'recovery-issue'
  | 'recovery-send-code'
  | 'recovery-reject'
  | 'recovery-make-problem'
  | 'recovery-details'
  | 'escalate'
  | 'close-escalation';

/** Somebody who lost a password (R2, R3): the two results apart, in words. */
export interface RecoveryCardView {
  readonly caseId: string;
  /** Such as `DI-2026-00007`. */
  readonly number: string;
  readonly state: RecoveryState;
  readonly from: string;
  readonly askedAt: Instant;
  /** Whether the address is registered. */
  readonly address: SenderLine;
  /** Whether the mail is proven to come from it; null where the case has no mail any more. */
  readonly mail: SenderLine | null;
  readonly account: {
    readonly user: string;
    readonly personName: string;
    readonly officeName: string;
    readonly suspended: boolean;
  } | null;
  /** What is said of the one-time code, or null. */
  readonly code: string | null;
  readonly closing: string | null;
  readonly undelivered: boolean;
  readonly dueAt: Instant | null;
  /** What is to be done; null where nothing is. */
  readonly help: 'issue' | 'code' | 'several' | 'refuse' | 'wait' | null;
  readonly escalations: readonly EscalationLine[];
  readonly actions: readonly RecoveryAction[];
}

export type RecoveryDialogView =
  | {
      readonly kind: 'recovery-details';
      readonly card: RecoveryCardView;
      readonly text: string;
      readonly mailOrigin: readonly string[];
      /** What happened, newest first, a sentence each. */
      readonly history: readonly string[];
    }
  | {
      readonly kind: 'recovery-issue';
      readonly card: RecoveryCardView;
      readonly webAddress: string;
      readonly password: string;
    }
  | { readonly kind: 'recovery-reject'; readonly card: RecoveryCardView }
  | { readonly kind: 'escalate'; readonly card: RecoveryCardView; readonly targets: readonly Choice[] }
  | { readonly kind: 'close-escalation'; readonly card: RecoveryCardView };

/** What the card of a problem offers; the names are the verbs that a channel sends back. */
export type ProblemAction =
  | 'problem-take'
  | 'problem-details'
  | 'problem-answer'
  | 'problem-resolve'
  | 'escalate'
  | 'close-escalation';

/** A problem that somebody reported (P1). */
export interface ProblemCardView {
  readonly caseId: string;
  readonly number: string;
  readonly state: ProblemState;
  readonly officeName: string;
  readonly subject: string;
  readonly from: string;
  readonly sender: SenderLine | null;
  /** The account of that address, in words; empty if none. */
  readonly account: string;
  /** Who is in charge, or null. */
  readonly owner: string | null;
  readonly escalations: readonly EscalationLine[];
  readonly closing: string | null;
  readonly undelivered: boolean;
  readonly dueAt: Instant | null;
  readonly help: 'home' | 'asked' | null;
  readonly actions: readonly ProblemAction[];
}

export type ProblemDialogView =
  | {
      readonly kind: 'problem-details';
      readonly card: ProblemCardView;
      readonly text: string;
      readonly mailOrigin: readonly string[];
      readonly documents: readonly DocumentLine[];
      /** What happened, newest first, a sentence each. */
      readonly history: readonly string[];
    }
  | { readonly kind: 'problem-answer'; readonly card: ProblemCardView; readonly text: string }
  | { readonly kind: 'problem-resolve'; readonly card: ProblemCardView }
  | { readonly kind: 'escalate'; readonly card: ProblemCardView; readonly targets: readonly Choice[] }
  | { readonly kind: 'close-escalation'; readonly card: ProblemCardView; readonly mayTell: boolean };

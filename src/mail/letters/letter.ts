/** What each letter is made from. The desk fills these from the case at the moment of sending. */
import type { Day, Instant, RegistryEntry } from '../../workflow/case.ts';

interface Common {
  /** Such as `AB-2026-00042`; stands in the subject. */
  readonly caseNumber: string;
  /** As people say it: `OCPI Alba`. */
  readonly officeName: string;
  /** The office's own registration, once the secretary entered it; stands on every letter. */
  readonly registry: RegistryEntry | null;
  /** Empty if nobody knows it yet. */
  readonly applicantName: string;
}

/** Every letter, with what it says. */
export type LetterContent = Common &
  (
    | {
        readonly letter: 'acknowledgement';
        readonly receivedAt: Instant;
        /** What was recognised among the attachments, in words, one each; empty if nothing was. */
        readonly arrived: readonly string[];
        /** Names of attached files that were not recognised: they arrived all the same. */
        readonly unrecognised: readonly string[];
      }
    | {
        readonly letter: 'correction';
        /** Whole sentences. */
        readonly reasons: readonly string[];
        readonly note: string | null;
      }
    | {
        readonly letter: 'to-dcg';
        readonly note: string | null;
        readonly authorisation: string;
        readonly writtenBy: string;
        /** False where no scan of the application could be told apart from the identity card. */
        readonly applicationAttached: boolean;
      }
    | {
        readonly letter: 'to-di';
        readonly authorisation: string;
        readonly approvedBy: string;
        readonly originalReceivedOn: Day | null;
      }
    | {
        readonly letter: 'credentials';
        readonly user: string;
        readonly webAddress: string;
        readonly issuedOn: Day;
        /** The applicant's own file could not be filled: what was read of it stands in the usual form. */
        readonly converted: boolean;
      }
    | {
        readonly letter: 'address-updated';
        readonly user: string;
        readonly webAddress: string;
        readonly email: string;
      }
    | { readonly letter: 'to-secretary'; readonly user: string; readonly issuedOn: Day }
    | { readonly letter: 'rejection'; readonly note: string }
    | { readonly letter: 'withdrawn' }
    | { readonly letter: 'closed-original-missing' }
    | { readonly letter: 'original-reminder'; readonly since: Day }
    | { readonly letter: 'correction-reminder'; readonly since: Day; readonly reasons: readonly string[] }
    | { readonly letter: 'reply'; readonly note: string; readonly writtenBy: string }
    /** To whoever is asked by mail about a case (Escalation). */
    | {
        readonly letter: 'escalation';
        readonly note: string;
        readonly writtenBy: string;
        readonly urgent: boolean;
      }
    /** What a colleague wrote, corrected or deleted in the case's thread since. */
    | {
        readonly letter: 'escalation-line';
        readonly note: string;
        readonly writtenBy: string;
        readonly change: 'said' | 'corrected' | 'unsaid';
      }
    | { readonly letter: 'escalation-outcome'; readonly note: string; readonly writtenBy: string }
    /** P1. */
    | { readonly letter: 'problem-received' }
    /** An answer meanwhile, or the outcome (P2). */
    | { readonly letter: 'problem-answer'; readonly note: string; readonly writtenBy: string }
    | { readonly letter: 'problem-outcome'; readonly note: string; readonly writtenBy: string }
    /** R1: the same whether the address is registered or not. */
    | { readonly letter: 'recovery-received' }
    /** R3: the one-time code, to the registered address only. */
    | { readonly letter: 'recovery-code'; readonly code: string; readonly until: Instant }
    /** R4: the password is in the attached workbook. */
    | {
        readonly letter: 'recovery-credentials';
        readonly user: string;
        readonly webAddress: string;
        readonly issuedOn: Day;
        readonly converted: boolean;
      }
  );

/** A letter ready to be sent. */
export interface RenderedLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

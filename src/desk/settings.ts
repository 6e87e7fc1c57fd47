/** The part of the settings that the desk works by; src/config.ts reads them. */
import type { Rules } from '../workflow/case.ts';

/** Servers whose findings the desk believes. */
export interface TrustedServers {
  /** Names under which our own servers write Authentication-Results (RFC 8601). */
  readonly authservIds: readonly string[];
  /** Host names of our own servers, as they stand after `by` in Received. */
  readonly ownServers: readonly string[];
  /** Domains whose ARC seals (RFC 8617) are believed. */
  readonly arcSealers: readonly string[];
}

export interface OfficeSettings {
  readonly code: string;
  readonly name: string;
  /** Where applicants write (A6). */
  readonly mailbox: string;
  /** Where A23's mail goes. */
  readonly secretaryMailbox: string;
}

export interface DeskSettings {
  /** Of cards, threads and whoever chose none. */
  readonly language: 'ro' | 'en';
  readonly rules: Rules;
  /** When people are told what waits for them, on the wall clock of Bucharest; null: never. */
  readonly digestAt: { readonly hour: number; readonly minute: number } | null;
  readonly offices: readonly OfficeSettings[];
  /** From and Reply-To of every letter; answers come back to it. */
  readonly deskAddress: string;
  readonly diAddress: string;
  readonly dcgAddress: string;
  /** The system's address that the issue dialog suggests (A20). */
  readonly webAddress: string;
  /** Regular expressions of the case numbers that a subject may name. */
  readonly casePatterns: readonly string[];
  /** Whose word counts when a sender is to be proven; host names and domains in lower case. */
  readonly mail: { readonly trust: TrustedServers };
}

/** The office of a code; a code that is not one of the 42 is a programming error. */
export function officeOf(settings: DeskSettings, code: string): OfficeSettings {
  const office = settings.offices.find((candidate) => candidate.code === code);
  if (!office) {
    throw new Error(`No office has the code ${code}`);
  }
  return office;
}

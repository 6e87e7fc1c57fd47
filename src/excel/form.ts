/** What the applicant filled in (sheet DATE, sections A and B; A2). Normalised; '' where empty; dates `yyyy-mm-dd`. */
export interface FormFields {
  readonly lastName: string;
  readonly firstName: string;
  readonly cnp: string;
  readonly idDocument: string;
  readonly county: string;
  readonly locality: string;
  readonly address: string;
  readonly phone: string;
  readonly email: string;
  readonly authorisationClass: string;
  readonly authorisation: string;
  readonly office: string;
  readonly authorisedOn: string;
  readonly legalForm: string;
  readonly company: string;
  readonly taxId: string;
  readonly requestedOn: string;
}

export type FieldName = keyof FormFields;

/** The four cells that DI fills (A20). */
export type CredentialName = 'credentialsCreatedOn' | 'webAddress' | 'user' | 'password';

export const FIELD_NAMES: readonly FieldName[] = [
  'lastName',
  'firstName',
  'cnp',
  'idDocument',
  'county',
  'locality',
  'address',
  'phone',
  'email',
  'authorisationClass',
  'authorisation',
  'office',
  'authorisedOn',
  'legalForm',
  'company',
  'taxId',
  'requestedOn',
];

export const CREDENTIAL_NAMES: readonly CredentialName[] = [
  'credentialsCreatedOn',
  'webAddress',
  'user',
  'password',
];

/** Kinds of file in which people send the form. */
export type WorkbookKind = 'xlsx' | 'xlsm' | 'xls' | 'ods' | 'xlsb' | 'html' | 'xml2003';

/**
 * A check that failed. `found` and `expected` may hold personal data: show them to people with the role,
 * never write them into a log or an audit event; `field:code` is safe.
 */
export interface FieldProblem {
  readonly field: FieldName;
  readonly code: string;
  readonly found: string;
  readonly expected: string;
  /** Romanian: what is wrong and what to do. Holds no personal data, so it may stand in a letter. */
  readonly message: string;
}

/** Something a person should know; it blocks nothing. Holds no personal data. */
export interface FormWarning {
  readonly code: string;
  /** Romanian. */
  readonly message: string;
}

export interface CellPlace {
  readonly sheet: string;
  /** Such as `C29`. */
  readonly ref: string;
}

export type RefusalCode =
  | 'empty-file'
  | 'not-a-workbook'
  | 'encrypted'
  | 'damaged'
  | 'too-big'
  | 'too-complex'
  | 'unsafe'
  | 'wrong-form'
  | 'empty-form'
  | 'conflicting-labels';

/** Why a workbook cannot be used, with what to do about it, in Romanian. Holds no personal data. */
export interface FormRefusal {
  readonly ok: false;
  readonly code: RefusalCode;
  readonly message: string;
}

/** A form that could be read; its problems are for people to judge. */
export interface ReadableForm {
  readonly ok: true;
  readonly kind: WorkbookKind;
  readonly fields: FormFields;
  /** The cells' text before normalising, for showing beside a problem. Personal data. */
  readonly raw: FormFields;
  /** Where A20 writes; null if the section of credentials lacks that label. */
  readonly cells: Readonly<Record<CredentialName, CellPlace | null>>;
  readonly problems: readonly FieldProblem[];
  readonly warnings: readonly FormWarning[];
}

export type FormReading = ReadableForm | FormRefusal;

/** What A20 writes. Without a password the password's cell is left empty (A22). */
export interface CredentialValues {
  /** `yyyy-mm-dd`. */
  readonly credentialsCreatedOn: string;
  readonly webAddress: string;
  readonly user: string;
  readonly password?: string;
}

/** `in-place`: the applicant's own file with four cells changed. `converted`: our blank form with the values read. */
type FillNote = 'in-place' | 'converted';

export type FillResult =
  | {
      readonly ok: true;
      readonly bytes: Uint8Array;
      readonly note: FillNote;
      /** The extension that fits the bytes. */
      readonly extension: 'xlsx' | 'xlsm' | 'xls' | 'ods';
      /** Places where a password that the applicant's form already carried is still found; normally empty. */
      readonly oldPasswordTraces: readonly string[];
    }
  | FormRefusal
  | { readonly ok: false; readonly code: 'fill-failed'; readonly message: string };

/** The dialog with the form's data and the documents (A11). */
import type { Texts } from '../texts/texts.ts';
import { documentItems, documentsData, kindChoices } from './dialog-documents.ts';
import { coloured, type Line, line, listed, type Row, run, subtle, type TextRun } from './inlines.ts';
import { linesOf, outside } from './outside-text.ts';
import type { Room } from './size.ts';
import type { DetailsView, FormRow } from './views.ts';

const MOST_MAIL_LINES = 30;
const COLORS = { passed: 'Good', failed: 'Attention', unknown: 'Warning' } as const;

/** What `cards/open-details.json` shows beside what every dialog has. */
export function detailsData(view: DetailsView, texts: Texts, room: Room) {
  const { andMore } = texts.card;
  const trouble = outside(view.card.workbookTrouble ?? '', room.text);
  const mail = linesOf(view.mailText, Math.min(room.items, MOST_MAIL_LINES), room.text);
  return {
    hasChanges: view.changes.length > 0,
    changes: listed(view.changes, room.items, (change) => line(run(outside(change, room.text))), andMore),
    hasForm: view.form.length > 0,
    hasNoForm: view.form.length === 0,
    workbookTrouble: trouble === '' ? [] : [line(coloured(trouble, 'Attention'))],
    form: view.form.map((row) => formRow(row, texts, room)),
    ...documentsData(view.documents, texts, room),
    documents: documentItems(view.documents, texts, room, view.canSortDocuments),
    kindChoices: kindChoices(texts),
    canSortDocuments: view.canSortDocuments && view.documents.length > 0,
    hasOrigin: view.mailOrigin.length > 0,
    origin: listed(view.mailOrigin, room.items, (each) => line(run(outside(each, room.text))), andMore),
    hasMail: mail.length > 0,
    mail: mail.map((each) => line(run(each))),
    canVerify: view.canVerify,
    workbook: view.card.access.workbook?.hash ?? '',
  };
}

function formRow(row: FormRow, texts: Texts, room: Room): Row {
  const remark = outside(row.remark, room.text);
  return {
    label: row.label,
    lines: [valueLine(row, texts, room), ...(remark === '' ? [] : [line(run(remark))])],
  };
}

/** A sign and the value; an empty field that nobody minds is only a dash. */
function valueLine(row: FormRow, texts: Texts, room: Room): Line {
  const value = outside(row.value, room.text);
  if (value === '' && row.outcome === 'unknown' && row.remark === '') {
    return line(subtle('–'));
  }
  const sign: TextRun = coloured(texts.outcomes[row.outcome].sign, COLORS[row.outcome]);
  return line(sign, run(value === '' ? '–' : value));
}

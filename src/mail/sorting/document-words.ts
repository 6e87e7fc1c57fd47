import { fold, foldedWords } from '../reading/fold.ts';
import type { DocumentKind } from './documents.ts';
import { isNearly } from './subjects.ts';

/** What the name of a scan says, in Romanian, with or without diacritics: `CI Popescu.jpg`, `cerere+ci.pdf`. */
export function kindsByName(name: string): DocumentKind[] {
  const words = foldedWords(apart(name));
  const has = (...wanted: string[]): boolean => wanted.some((word) => words.includes(word));
  const begins = (...wanted: string[]): boolean =>
    words.some((word) => wanted.some((start) => word.startsWith(start)));
  const nearly = (wanted: string): boolean => words.some((word) => isNearly(word, wanted));
  const kinds: DocumentKind[] = [];
  const application = begins('cerere', 'cerer', 'solicitare', 'formular') || nearly('cerere');
  if (application) {
    kinds.push('application');
  }
  const card =
    has('ci', 'bi', 'buletin', 'buletinul', 'buletine', 'idcard', 'copieci', 'copiebi') ||
    begins('pasaport', 'passport') ||
    words.some((word) => word.includes('identitat')) ||
    nearly('identitate') ||
    nearly('buletin') ||
    // `C.I. Popescu.pdf` comes apart into single letters.
    follows(words, 'c', 'i') ||
    follows(words, 'b', 'i') ||
    follows(words, 'id', 'card') ||
    follows(words, 'identity', 'card');
  if (card) {
    kinds.push('identity');
  }
  const foreign = begins(
    'inregistrare',
    'constatator',
    'nastere',
    'casatorie',
    'deces',
    'cazier',
    'fiscal',
    'digital',
    'calificat',
    'medical',
    'urbanism',
    'energetic',
  );
  const certificate =
    begins('certif', 'autorizati', 'atestat', 'atestare') || has('cert') || nearly('certificat');
  const authorisation = begins('autorizar');
  if (certificate ? !foreign || authorisation : authorisation && !application) {
    kinds.push('certificate');
  }
  return kinds;
}

/** `CIPopescu2.jpg` as `CI Popescu 2.jpg`: a capital or a digit begins a word. */
function apart(name: string): string {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\d)/gu, '$1 $2')
    .replace(/(\d)(\p{L})/gu, '$1 $2');
}

const SEVERAL =
  /^(?:acte|actele|documente|documentele|documentatie|dosar|dosarul|anexe|toate|complet|completa|inglobat|inglobate|unite|comasat|comasate|merged|combined|scanari|scanuri|all)$/;

/** True for a name that says that one file holds several documents: `Cerere și acte.pdf`, `Dosar complet.pdf`. */
export function namesSeveral(name: string): boolean {
  return foldedWords(apart(name)).some((word) => SEVERAL.test(word));
}

function follows(words: readonly string[], ...wanted: string[]): boolean {
  return words.some((_, at) => wanted.every((word, offset) => words[at + offset] === word));
}

/**
 * A page is what its heading says. An application names the certificate and the identity card further
 * down, so only the first of the three headings counts.
 */
export function kindOfPage(page: string): DocumentKind | null {
  const text = fold(page).split(/\s+/).join(' ');
  if (/idrou[a-z<]/.test(text.replace(/ /g, ''))) {
    return 'identity';
  }
  // Headings are often set with spaces between the letters.
  const heading = text.slice(0, 600);
  const places: [DocumentKind, number][] = [
    ['application', heading.search(/\bcerere\b|c e r e r e/)],
    ['certificate', heading.search(/certificat(?:ul)? (?:de )?autorizare|c e r t i f i c a t/)],
    ['identity', heading.search(/carte(?:a)? de identitate|identity card|carte d'identite/)],
  ];
  const first = places.filter(([, at]) => at >= 0).sort(([, a], [, b]) => a - b)[0];
  return first?.[0] ?? null;
}

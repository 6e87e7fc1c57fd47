/** Text beyond this length says nothing new about what somebody wants. */
const LOOKED_AT = 6_000;

/** Words of which any may stand, as a pattern; a `~` at the end of a word stands for any ending. */
function anyOf(words: string): string {
  return `(?:${words
    .trim()
    .split(/\s*\|\s*/)
    .join('|')
    .replaceAll('~', '\\w*')})`;
}

/** Two words of a sentence, in any order, at most so many characters apart. */
function near(one: string, other: string, apart: number): string {
  return `\\b${one}\\b.{0,${apart}}\\b${other}|\\b${other}\\b.{0,${apart}}\\b${one}`;
}

/** What people cannot, do not or no longer do: `nu`, `nu-mi mai`, `nu se`, `nu o mai`. */
const NOT = 'nu[ -](?:(?:mi-o|mi|imi|ma|se|le|o|ne)[ -])?(?:mai )?';

const PASSWORD = anyOf('parol~ | password~ | passwd');
const SECRET = anyOf(
  `parol~ | password | passwd | credential~ | utilizator~ | user~ | cont | contul | contului |
   dat(?:e|ele) de (?:acces|conectare|autentificare)`,
);
/** Lost, in every form that people write; said of a password, a user, an account. */
const LOST = anyOf(
  `uit~ | pierd~ | ratac~ | recuper~ | reset~ | regener~ | reinitializ~ | retrimi~ | debloc~ |
   forgot~ | lost | recover~ | ${NOT}(?:stiu|tin minte|amintesc|gasesc) | nu mai am`,
);
/** Not working, or to be changed; said of a password only. */
const BAD = anyOf(
  `expir~ | blocat~ | schimb~ | gresit~ | gresesc | incorect~ | invalid~ | respins~ |
   ${NOT}(?:(?:este|e) )?(?:merge|functioneaza|accept~|buna|valida|corespunde|recunos~)`,
);

const PASSWORD_LOST = [
  near(LOST, PASSWORD, 60),
  near(BAD, PASSWORD, 60),
  near(LOST, SECRET, 40),
  '\\bparol\\w{0,3} (?:noua|noi)\\b',
  '\\b(?:noua|noii|alta|altei) parol',
  '\\bgener\\w* (?:unei |o |noii )?parol',
  '\\breset(?:are|ati|ez|ul|area)?\\b.{0,30}\\b(?:parol|acces|cont)',
].map((pattern) => new RegExp(pattern));

/** R1: somebody lost the password of an account that exists, or it works no more. Takes folded text. */
export function asksForPassword(folded: string): boolean {
  const text = folded.slice(0, LOOKED_AT);
  return PASSWORD_LOST.some((pattern) => pattern.test(text));
}

const GIVE = anyOf(
  `acord~ | furniz~ | solicit~ | cerer~ | obtin~ | cer | rog | rugam | crea~ | activ~ | atribu~ | aloc~ | emite~ |
   transmi~ | trimit~ | comunic~ | elibera~ | dori~ | doresc | vreau | nevoie | necesit~`,
);
const USER = anyOf('user~ | utilizator~ | cont | credential~');
const SYSTEM = anyOf('online | on-line | sistem~ | ancp | ancpi | eterra | platform~ | aplicati~ | portal~');

const ACCESS_ASKED = [
  `\\b${GIVE}\\b.{0,80}\\bacces\\w*.{0,60}\\b${SYSTEM}`,
  `\\b${GIVE}\\b.{0,80}\\b${USER}\\b.{0,40}\\b(?:${PASSWORD}|acces\\w*|${SYSTEM})`,
  `\\b${GIVE}\\b.{0,80}\\b${PASSWORD}.{0,40}\\b(?:${USER}|acces\\w*)`,
  `\\b${USER}\\b.{0,30}\\b${PASSWORD}.{0,60}\\bacces`,
  `\\b(?:user\\w*|parol\\w*|credential\\w*)\\b.{0,40}\\bacces\\w*.{0,40}\\b${SYSTEM}`,
].map((pattern) => new RegExp(pattern));

/** A8: somebody asks for user and password, or for access, for the first time. Takes folded text. */
export function asksForAccess(folded: string): boolean {
  const text = folded.slice(0, LOOKED_AT);
  return ACCESS_ASKED.some((pattern) => pattern.test(text));
}

const ACCESS_NAMED = new RegExp(`\\bacc?ess?\\b.{0,40}\\b${SYSTEM}`);

/** A subject that only names it: `Acces online`, `Acces sistem informatic ANCPI`. Takes a folded subject. */
export function namesAccess(folded: string): boolean {
  return ACCESS_NAMED.test(folded.slice(0, 500));
}

const PROBLEM = new RegExp(
  `\\b${anyOf(
    `problem~ | eroare~ | erori~ | error | defect~ | blocat~ | ajutor | nelamurir~ | intrebare | sesizare~ | reclamat~ |
     cum (?:pot|se|fac|procedez) |
     ${NOT}(?:merge|functioneaza|pot|poate|incarca|deschide|reusesc|gasesc|apare|vad)`,
  )}\\b`,
);

/** P1: something does not work. Takes folded text. */
export function tellsProblem(folded: string): boolean {
  return PROBLEM.test(folded.slice(0, LOOKED_AT));
}

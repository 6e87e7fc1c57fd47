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

/** Words of one sentence or line in between, at most so many characters. */
function gap(most: number): string {
  return `[^.!?;\\n]{0,${most}}`;
}

/** Two words of a sentence, in any order, at most so many characters apart. */
function near(one: string, other: string, apart: number): string {
  return `\\b${one}\\b${gap(apart)}\\b${other}\\b|\\b${other}\\b${gap(apart)}\\b${one}\\b`;
}

function patterns(sources: readonly string[]): readonly RegExp[] {
  return sources.map((source) => new RegExp(source));
}

/** Lines that a program broke and runs of spaces are put together; sentences stay apart. */
function sentences(folded: string): string {
  return folded
    .slice(0, LOOKED_AT)
    .replace(/[’`´]/g, "'")
    .replace(/([^.!?;:,\n])\r?\n(?=[a-z0-9])/g, '$1 ')
    .replace(/[ \t]+/g, ' ');
}

/** What people cannot, do not or no longer do: `nu`, `nu-mi mai`, `nu se`, `nu o mai`, `n-am`. */
const NOT = "n(?:u|-|')[ -]?(?:(?:mi-o|mi-l|mi|imi|ma|se|le|o|il|ne|ni)[ -])?(?:mai ?)?";

const PASSWORD = anyOf('parol~ | paarol~ | porola | password~ | passwd | pasword~ | pass');
const USER = anyOf(
  'user~ | iuser~ | utilizator~ | cont | contul | contului | conturi~ | credential~ | account | login | logare',
);
const SECRET = anyOf(
  `${PASSWORD} | ${USER} | dat(?:e|ele) (?:mele )?de (?:acces|conectare|autentificare|logare)`,
);
/** Lost, in every form that people write; said of a password, a user, an account. */
const LOST = anyOf(
  `uit | uitat | uitata | uitat-o | uitasem | uitai | pierd~ | ratac~ | recuper~ | recapat~ | reset~ | reesetare | regener~ |
   reinnoi~ | reinitializ~ | retrimi~ | retransmi~ | debloc~ | forgot~ | forget | lost | recover~ | unlock~ |
   ${NOT}(?:stiu|tin minte|amintesc|aminteam|gasesc|cunosc) | ${NOT}am (?:retinut|notat|salvat) | nu mai am |
   am sters | am schimbat telefonul`,
);
/** Not working, or to be changed; said of a password only. */
const BAD = anyOf(
  `expir~ | blocat~ | gresit~ | gresesc | gresind | incorect~ | invalid~ | respins~ | nerecunoscut~ | wrong | expired |
   ${NOT}(?:(?:este|e|mi-e|a fost|sunt) )?(?:merge|merg|mers|functioneaza|accept~|buna|valida|corecta|corespunde|recunos~|potriveste|primeste|ia)`,
);
/** Not working; said of a user or an account. */
const DEAD = anyOf(
  `blocat~ | locked | s-a blocat | expirat~ | ${NOT}(?:merge|mers|functioneaza|recunos~|accept~)`,
);
const CHANGE = anyOf('schimb(?:a|are|area|ati|e|ez|b)? | schimbam | modific~ | change');
/** To come in: what nobody can do without a password. */
const ENTER = anyOf(
  `intra | intru | loga | logez | log in | login | autentific~ | conecta | conectez | accesa contul | accesez contul`,
);

const PASSWORD_LOST = patterns([
  near(LOST, PASSWORD, 60),
  near(BAD, PASSWORD, 60),
  near(LOST, SECRET, 40),
  near(DEAD, USER, 30),
  `\\b${CHANGE} (?:\\w{1,12} ){0,3}${PASSWORD}\\b`,
  `\\b${PASSWORD} (?:\\w{1,12} ){0,3}(?:schimbata|modificata)\\b`,
  '\\bparol\\w{0,3} (?:noua|noi)\\b',
  '\\b(?:noua|noii|alta|altei) (?:\\w{1,12} )?parol',
  '\\bgener\\w* (?:unei |o |noii )?parol',
  `\\breset\\w*\\b${gap(30)}\\b(?:parol|pass|acces|cont|user)`,
  '\\b(?:new password|locked out)\\b',
  `\\b${NOT}(?:pot|putem|poate|reusesc|reusim) (?:sa )?(?:(?:ma|mai|me|ne) ){0,2}${ENTER}\\b`,
  `\\b(?:can ?not|can't|cannot|unable to) (?:log|sign) ?in\\b`,
]);

/** What goes wrong when the password is right: said with a failed login it is a problem, not a lost password. */
const BROKEN = new RegExp(
  `\\b${anyOf('eroare~ | erori~ | error | certificat~ | token | harta | pagina | site~ | browser~')}\\b`,
);
const NAMED_PASSWORD = new RegExp(`\\b${PASSWORD}\\b|\\b${anyOf('uitat | blocat | deblo~ | reset~')}\\b`);

/** R1: somebody lost the password of an account that exists, or it works no more. Takes folded text. */
export function asksForPassword(folded: string): boolean {
  const text = sentences(folded);
  const lost = PASSWORD_LOST.some((pattern) => pattern.test(text));
  return lost && (NAMED_PASSWORD.test(text) || !BROKEN.test(text));
}

const GIVE = anyOf(
  `acord~ | furniz~ | solicit~ | cerer~ | obtin~ | cer | rog | rugam | crea~ | creez~ | activ~ | atribu~ | aloc~ | emite~ | emiter~ |
   transmi~ | trimit~ | comunic~ | elibera~ | dori~ | doresc | vreau | vrea | as vrea | nevoie | necesit~ | primi | primesc |
   inregistr~ | inscri~ | deschide~ | grant | request~ | need | provide | obtain | give`,
);
const ACCESS = anyOf('acces~ | access | acess | accees');
const SYSTEM = anyOf(
  'online | on-line | on line | sistem~ | system | ancp | ancpi | eterra~ | e-terra | platform~ | aplicati~ | portal~ | rgi | geoportal~',
);

const ACCESS_ASKED = patterns([
  `\\b${GIVE}\\b${gap(80)}\\b${ACCESS}\\b${gap(60)}\\b${SYSTEM}\\b`,
  `\\b${GIVE}\\b${gap(80)}\\b${USER}\\b${gap(40)}\\b(?:${PASSWORD}|${ACCESS}|${SYSTEM})\\b`,
  `\\b${GIVE}\\b${gap(80)}\\b${PASSWORD}\\b${gap(40)}\\b(?:${USER}|${ACCESS})\\b`,
  `\\b${USER}\\b${gap(30)}\\b${PASSWORD}\\b${gap(60)}\\b${ACCESS}\\b`,
  `\\b(?:user\\w*|${PASSWORD}|credential\\w*)\\b${gap(40)}\\b${ACCESS}\\b${gap(40)}\\b${SYSTEM}\\b`,
  `\\b(?:cont|user|utilizator) nou\\b`,
  `\\b(?:new|an) account\\b`,
]);

/** A8: somebody asks for user and password, or for access, for the first time. Takes folded text. */
export function asksForAccess(folded: string): boolean {
  const text = sentences(folded);
  return ACCESS_ASKED.some((pattern) => pattern.test(text));
}

const ACCESS_NAMED = new RegExp(`\\b${ACCESS}\\b${gap(40)}\\b${SYSTEM}\\b`);

/** A subject that only names it: `Acces online`, `Acces sistem informatic ANCPI`. Takes a folded subject. */
export function namesAccess(folded: string): boolean {
  return ACCESS_NAMED.test(folded.slice(0, 500));
}

const PROBLEM = new RegExp(
  `\\b${anyOf(
    `problem~ | eroare~ | erori~ | error | errors | defect~ | defectiun~ | blocat~ | ajutor | ajutati-ma | nelamurir~ | intrebare |
     sesizare~ | reclamat~ | suspendat~ | dezactivat~ | not working | doesn't work | does not work | cannot | can't |
     cum (?:pot|se|fac|procedez) | da eroare | se blocheaza | s-a blocat |
     ${NOT}(?:merge|mers|functioneaza|pot|poate|putem|incarca|deschide|reusesc|reusim|gasesc|apare|vad|raspunde|salveaza)`,
  )}\\b`,
);

/** P1: something does not work. Takes folded text. */
export function tellsProblem(folded: string): boolean {
  return PROBLEM.test(sentences(folded));
}

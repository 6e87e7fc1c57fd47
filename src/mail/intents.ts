/** Text beyond this length says nothing new about what somebody wants. */
const LOOKED_AT = 6_000;

const PASSWORD = '(?:parol\\w*|password\\w*|passwd)';
const SECRET = '(?:parol\\w*|password|passwd|credential\\w*|utilizator\\w*|user\\w*|cont(?:ul|ului)?)';
/** Lost, in every form that people write; said of a password, a user or an account. */
const LOST =
  '(?:uitat\\w*|pierdut\\w*|ratacit\\w*|recuper\\w*|reset\\w*|regener\\w*|reinitializ\\w*|retrimi\\w*|debloc\\w*|forgot\\w*|lost|recover\\w*|nu (?:le |o |imi |ne )?mai (?:am|stiu|tin minte|amintesc|gasesc))';
/** Not working, or to be changed; said of a password only. */
const BAD =
  '(?:expirat\\w*|blocat\\w*|schimb\\w*|gresit\\w*|gresesc|incorect\\w*|invalid\\w*|respins\\w*|nu (?:o |imi |mi-o )?(?:mai )?(?:este |e )?(?:merge|functioneaza|stiu|amintesc|accept\\w*|buna|valida|corespunde|recunos\\w*))';

const PASSWORD_LOST = [
  near(LOST, PASSWORD, 60),
  near(BAD, PASSWORD, 60),
  near(LOST, SECRET, 40),
  /\bparol\w{0,3} (?:noua|noi)\b|\b(?:noua|noii|alta|altei) parol/,
  /\bgener\w* (?:unei |o |noii )?parol/,
  /\bpassword\b.{0,40}\b(?:reset|recover|forgot|lost)/,
  /\breset(?:are|ati|ez|ul|area)?\b.{0,30}\b(?:parol|acces|cont)/,
];

/** Two words of a sentence, in any order, at most so many characters apart. */
function near(one: string, other: string, apart: number): RegExp {
  return new RegExp(`\\b${one}\\b.{0,${apart}}\\b${other}|\\b${other}\\b.{0,${apart}}\\b${one}`);
}

/** R1: somebody lost the password of an account that exists, or it works no more. Takes folded text. */
export function asksForPassword(folded: string): boolean {
  const text = folded.slice(0, LOOKED_AT);
  return PASSWORD_LOST.some((pattern) => pattern.test(text));
}

const GIVE =
  '(?:acord\\w*|furniz\\w*|solicit\\w*|cerer\\w*|obtin\\w*|cer|rog|rugam|crea\\w*|activ\\w*|atribu\\w*|aloc\\w*|emite\\w*|transmi\\w*|trimit\\w*|comunic\\w*|elibera\\w*|dori\\w*|doresc|vreau|nevoie|necesit\\w*)';
const USER = '(?:user\\w*|utilizator\\w*|cont|credential\\w*)';
const SYSTEM = '(?:online|on-line|sistem\\w*|ancpi?|eterra|platform\\w*|aplicati\\w*|portal\\w*)';

const ACCESS_ASKED = [
  new RegExp(`\\b${GIVE}\\b.{0,80}\\bacces\\w*.{0,60}\\b${SYSTEM}`),
  new RegExp(`\\b${GIVE}\\b.{0,80}\\b${USER}\\b.{0,40}\\b(?:${PASSWORD}|acces\\w*|${SYSTEM})`),
  new RegExp(`\\b${GIVE}\\b.{0,80}\\b${PASSWORD}.{0,40}\\b(?:${USER}|acces\\w*)`),
  new RegExp(`\\b${USER}\\b.{0,30}\\b${PASSWORD}.{0,60}\\bacces`),
  new RegExp(`\\b(?:user\\w*|parol\\w*|credential\\w*)\\b.{0,40}\\bacces\\w*.{0,40}\\b${SYSTEM}`),
];

/** A8: somebody asks for user and password, or for access, for the first time. Takes folded text. */
export function asksForAccess(folded: string): boolean {
  const text = folded.slice(0, LOOKED_AT);
  return ACCESS_ASKED.some((pattern) => pattern.test(text));
}

/** A subject that only names it: `Acces online`, `Acces sistem informatic ANCPI`. Takes a folded subject. */
export function namesAccess(folded: string): boolean {
  return new RegExp(`\\bacc?ess?\\b.{0,40}\\b${SYSTEM}`).test(folded.slice(0, 500));
}

/** P1: something does not work. Takes folded text. */
export function tellsProblem(folded: string): boolean {
  return /\b(?:problem\w*|eroare\w*|erori\w*|error|nu (?:mai )?(?:merge|functioneaza|pot|se (?:incarca|deschide|poate)|reusesc|gasesc|apare|vad)|defect\w*|blocat\w*|ajutor|nelamurir\w*|intrebare|cum (?:pot|se|fac|procedez)|sesizare\w*|reclamat\w*)\b/.test(
    folded.slice(0, LOOKED_AT),
  );
}

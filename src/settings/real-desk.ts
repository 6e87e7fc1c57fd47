/** What a desk for real people needs, and what the demo must not have. */
import { isLoopbackHost } from '../mail/wire/networks.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface RealDesk {
  readonly env: Environment;
  readonly smtpUrl: string | null;
  readonly publicUrl: string | null;
  /** Null while something in the settings file is wrong, so that nobody knows who is in it. */
  readonly people: readonly { readonly roles: readonly string[] }[] | null;
}

/** The local page shows invented people to whoever opens it: it never stands beside the real world. */
export function refuseRealWorld(env: Environment, smtpUrl: string | null, problems: string[]): void {
  if (env.NODE_ENV === 'production') {
    problems.push(
      'NODE_ENV=production: pagina locală de demonstrație nu pornește în producție. Legați desk-ul de Slack (docs/slack.md) sau de Teams (docs/teams.md), sau scoateți NODE_ENV.',
    );
  }
  if (smtpUrl !== null && !isLoopbackHost(new URL(smtpUrl).hostname)) {
    problems.push(
      'SMTP_URL: cu pagina locală de demonstrație se trimite doar către 127.0.0.1, ca să nu plece mailuri inventate către oameni reali.',
    );
  }
}

/** Without these a real desk would look as if it worked, and not reach anybody. */
export function checkRealDesk({ env, smtpUrl, publicUrl, people }: RealDesk, problems: string[]): void {
  if (smtpUrl === null && !env.SMTP_URL) {
    problems.push(
      'SMTP_URL: lipsește; scrieți serverul prin care pleacă mailurile, de exemplu smtp://utilizator:parola@mail.exemplu.ro:587.',
    );
  }
  if (publicUrl === null && !env.PUBLIC_URL) {
    problems.push(
      'PUBLIC_URL: lipsește; scrieți adresa la care colegii deschid documentele, de exemplu https://acces.exemplu.ro.',
    );
  } else if (publicUrl !== null && !isSafeUrl(publicUrl)) {
    problems.push(
      'PUBLIC_URL: documentele se deschid doar criptat; scrieți o adresă https://, de exemplu https://acces.exemplu.ro.',
    );
  }
  if (people !== null && !people.some(({ roles }) => roles.includes('admin'))) {
    problems.push(
      'people: niciun om nu are rolul admin; scrieți în acces.yaml cel puțin unul, ca să poată lega canalele (vedeți acces.example.yaml).',
    );
  }
}

/** Documents travel over it: encrypted, or not off this machine. */
function isSafeUrl(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || isLoopbackHost(hostname);
}

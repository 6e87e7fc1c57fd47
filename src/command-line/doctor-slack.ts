/** Whether the desk can work in Slack, in sentences that say what to do. */
import { askSlack, type Finding } from '../bot/slack/doctor.ts';
import { SCOPES, type ScopePurpose } from '../bot/slack/scopes.ts';
import type { SlackSettings } from '../settings/slack.ts';
import {
  clockLine,
  type DoctorLine,
  doubt,
  type Examined,
  good,
  peopleOn,
  personLine,
  placesOn,
  problem,
} from './doctor-lines.ts';

export async function examineSlack(
  slack: SlackSettings,
  { settings, store, now }: Examined,
): Promise<DoctorLine[]> {
  const { listening } = slack;
  const findings = await askSlack({
    botToken: slack.botToken(),
    appToken: listening.mode === 'socket' ? listening.appToken() : null,
    apiUrl: slack.apiUrl,
    places: (await placesOn('slack', store, settings.offices)).map(({ title, address }) => ({
      title,
      channelId: address.channelId ?? '',
    })),
    people: await peopleOn('slack', store),
    now,
  });
  const answered = findings.some(({ about }) => about === 'token');
  return [...findings.flatMap(lineOf), ...(answered ? httpLines(slack, settings.publicUrl) : [])];
}

/** What cannot be asked from here. */
function httpLines({ listening }: SlackSettings, publicUrl: string | null): DoctorLine[] {
  return listening.mode === 'socket'
    ? []
    : [
        {
          outcome: 'doubt',
          text: `Slack trebuie să poată deschide ${publicUrl ?? 'PUBLIC_URL'}/slack/events: de aici nu se poate proba. În pagina aplicației, Event Subscriptions › Request URL trebuie să scrie Verified; dacă nu, verificați adresa, certificatul și signing secret-ul.`,
        },
      ];
}

const WITHOUT: Readonly<Record<ScopePurpose, string>> = {
  mention: 'aplicația nu răspunde când este menționată',
  once: 'după o întrerupere nu se poate afla dacă un card a fost pus, deci nu se pune nimic',
  binding: 'canalele nu se pot lega',
  posting: 'nu se poate pune niciun card',
  command: 'comanda /autorizati nu există',
  direct: 'nu merg mesajele directe',
  people: 'oamenii nu sunt recunoscuți după adresa de e-mail',
};

const PLACES: Readonly<Record<string, string>> = {
  archived: 'este arhivat: dezarhivați-l sau legați alt canal (/autorizati leaga)',
  'not-a-member': 'aplicația nu este în canal: scrieți acolo /invite @acces',
  'not-found': 'nu există sau aplicația nu îl vede: scrieți acolo /invite @acces sau legați alt canal',
  'not-allowed': 'aplicația nu are voie să scrie acolo: dați-i voie',
  shared: 'este împărțit cu altă organizație: cardurile ajung la oameni din afara agenției; legați alt canal',
};

const PEOPLE: Readonly<Record<string, string>> = {
  guest: 'este oaspete (guest) în Slack și nu va fi recunoscut după adresă',
  stranger: 'adresa este a unui cont din altă organizație sau a unui robot',
  gone: 'contul din Slack este dezactivat',
  nobody:
    'nu are cont cu această adresă; verificați adresa sau scrieți în acces.yaml identificatorul (slack: U…)',
};

function lineOf(finding: Finding): DoctorLine[] {
  switch (finding.about) {
    case 'token':
      return [good(`Bot token-ul este bun: spațiul de lucru „${finding.team}”, aplicația @${finding.user}.`)];
    case 'token-refused':
      return [
        problem(
          `Slack refuză SLACK_BOT_TOKEN (${finding.code}): reinstalați aplicația (Install App) și copiați din nou Bot User OAuth Token.`,
        ),
      ];
    case 'unreachable':
      return [
        problem(
          `Slack nu răspunde la ${finding.address} (${finding.code}): verificați internetul, firewall-ul sau proxy-ul (NODE_USE_ENV_PROXY=1 și HTTPS_PROXY).`,
        ),
      ];
    case 'app-token':
      return [good('App token-ul este bun: Socket Mode se poate deschide.')];
    case 'app-token-refused':
      return [
        problem(
          `Slack refuză SLACK_APP_TOKEN (${finding.code}): faceți unul nou la Basic Information › App-Level Tokens, cu dreptul connections:write, și porniți Socket Mode.`,
        ),
      ];
    case 'scopes':
      return scopeLines(finding);
    case 'clock':
      return [clockLine(finding.aheadMs, 'Slack', 'apăsările')];
    case 'place':
      return [placeLine(finding)];
    case 'person':
      return [personLine(finding, 'Slack', PEOPLE)];
  }
}

function scopeLines({ missing, surplus }: Extract<Finding, { about: 'scopes' }>): DoctorLine[] {
  return [
    ...(missing.length === 0 ? [good('Are toate drepturile (scopes) de care este nevoie.')] : []),
    ...missing.map((scope) =>
      problem(
        `Lipsește dreptul ${scope}: ${WITHOUT[SCOPES[scope]]}. Adăugați-l la OAuth & Permissions și reinstalați aplicația.`,
      ),
    ),
    ...surplus.map((scope) => doubt(`Nu este nevoie de dreptul ${scope}: îl puteți scoate.`)),
  ];
}

function placeLine({ title, channelId, problem: found }: Extract<Finding, { about: 'place' }>): DoctorLine {
  const name = `Canalul ${channelId} (${title})`;
  if (found === null) {
    return good(`${name}: aplicația este în canal.`);
  }
  return found === 'not-asked'
    ? doubt(`${name}: Slack nu a răspuns; verificați din nou.`)
    : problem(`${name}: ${PLACES[found]}.`);
}

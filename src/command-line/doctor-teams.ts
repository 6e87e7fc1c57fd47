/** Whether the desk can work in Microsoft Teams, in sentences that say what to do. */
import { askTeams, type TeamsFinding } from '../bot/teams/doctor.ts';
import type { TeamsSettings } from '../settings/teams.ts';
import { createKnownTeams } from '../store/known-teams.ts';
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

export async function examineTeams(
  teams: TeamsSettings,
  { settings, store, now }: Examined,
): Promise<DoctorLine[]> {
  const known =
    store === null
      ? { serviceUrl: null, teams: [] }
      : await createKnownTeams(store, () => now().getTime()).known();
  const findings = await askTeams({
    ...teams,
    known,
    places: (await placesOn('teams', store, settings.offices)).map(({ title, address }) => ({
      title,
      teamId: address.teamId ?? '',
      channelId: address.channelId ?? '',
    })),
    people: await peopleOn('teams', store),
    now,
  });
  return findings.map((finding) => lineOf(finding, settings.publicUrl));
}

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const REFUSALS: Readonly<Record<string, string>> = {
  AADSTS7000215:
    'secretul este greșit: copiați coloana Value a unui secret (nu Secret ID) de la Certificates & secrets',
  AADSTS7000222: 'secretul a expirat: faceți unul nou la Certificates & secrets',
  AADSTS700016: 'aplicația nu există în acest tenant: verificați MICROSOFT_APP_ID și MICROSOFT_APP_TENANT_ID',
  AADSTS90002: 'tenantul nu există: verificați MICROSOFT_APP_TENANT_ID',
  AADSTS700027: 'certificatul nu este cel încărcat la Certificates & secrets',
  AADSTS7000112: 'aplicația este dezactivată în tenant: rugați administratorul tenantului să o activeze',
};

const PLACES: Readonly<Record<string, string>> = {
  archived: 'echipa este arhivată: dezarhivați-o sau legați alt canal (@Acces leaga)',
  'not-a-member': 'aplicația nu este în echipă: adăugați-o (Gestionare echipă › Aplicații)',
  'not-found': 'nu mai există: legați alt canal (@Acces leaga)',
  'not-allowed':
    'aplicațiile nu pot scrie acolo (canal privat sau interzis de administrator): legați un canal standard',
  shared: 'este un canal partajat: cardurile ajung la oameni din afara agenției; legați alt canal',
};

const PEOPLE: Readonly<Record<string, string>> = {
  guest: 'este invitat (guest) și nu va fi recunoscut după adresă',
  stranger: 'adresa este a unui cont din altă organizație',
  gone: 'contul este dezactivat',
  nobody:
    'nu este în nicio echipă cu aplicația, sau are altă adresă; adăugați-l în echipă ori scrieți în acces.yaml identificatorul (teams: Object ID din Entra)',
};

function lineOf(finding: TeamsFinding, publicUrl: string | null): DoctorLine {
  switch (finding.about) {
    case 'token':
      return good('Microsoft recunoaște aplicația: MICROSOFT_APP_ID și secretul sau certificatul sunt bune.');
    case 'token-refused':
      return problem(
        `Microsoft refuză aplicația (${finding.code}): ${REFUSALS[finding.code] ?? 'verificați MICROSOFT_APP_ID, MICROSOFT_APP_TENANT_ID și secretul'}.`,
      );
    case 'login-unreachable':
      return problem(
        `login.microsoftonline.com nu răspunde (${finding.code}): verificați internetul, firewall-ul sau proxy-ul (NODE_USE_ENV_PROXY=1 și HTTPS_PROXY).`,
      );
    case 'keys':
      return finding.reachable
        ? good('Cheile cu care Teams semnează se pot citi.')
        : problem(
            `${finding.address} nu răspunde: fără chei niciun mesaj din Teams nu poate fi verificat. Lăsați desk-ul să ajungă acolo.`,
          );
    case 'clock':
      return clockLine(finding.aheadMs, 'Microsoft', 'mesajele din Teams');
    case 'heard':
      return finding.ever
        ? good('Teams a ajuns la desk cel puțin o dată.')
        : doubt(
            `Teams nu a ajuns încă la desk: de aici nu se poate proba. Adresa botului (Azure Bot › Configuration › Messaging endpoint) trebuie să fie ${publicUrl ?? 'PUBLIC_URL'}/api/messages; apoi scrieți-i aplicației «ajutor».`,
          );
    case 'place':
      return placeLine(finding);
    case 'reading':
      return readingLine(finding);
    case 'person':
      return personLine(finding, 'Teams', PEOPLE);
  }
}

function placeLine({ title, problem: found }: Extract<TeamsFinding, { about: 'place' }>): DoctorLine {
  const name = `Canalul din Teams pentru ${title}`;
  if (found === null) {
    return good(`${name}: aplicația este acolo.`);
  }
  return found === 'not-asked'
    ? doubt(`${name}: Teams nu a răspuns; verificați din nou.`)
    : problem(`${name}: ${PLACES[found]}.`);
}

function readingLine({ title, allowed }: Extract<TeamsFinding, { about: 'reading' }>): DoctorLine {
  if (allowed === null) {
    return doubt(
      `Echipa canalului pentru ${title}: nu s-a putut afla dacă aplicația îi poate citi mesajele.`,
    );
  }
  return allowed
    ? good(`Echipa canalului pentru ${title}: aplicația îi poate citi mesajele.`)
    : doubt(
        `Echipa canalului pentru ${title}: aplicația nu îi poate citi mesajele (ChannelMessage.Read.Group). Ce se scrie în firele escaladate nu ajunge la celălalt capăt fără mențiune, iar după o întrerupere un card poate apărea de două ori. Reinstalați aplicația în echipă și acceptați permisiunea.`,
      );
}

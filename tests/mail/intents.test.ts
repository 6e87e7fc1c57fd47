import { expect, it } from 'vitest';
import { classify } from '../../src/mail/sorting/classify.ts';
import { isNearly } from '../../src/mail/sorting/subjects.ts';
import { deskContext } from './desk-context.ts';
import { parsedMail } from './raw-mail.ts';

const PHRASES: readonly (readonly [kind: string, subject: string, text: string])[] = [
  [
    'access-request',
    '',
    'Vă rugăm să ne furnizați USER și PAROLĂ pentru acces la sistemul informatic al ANCP!',
  ],
  ['access-request', '', 'Vă rog user și parolă pentru acces online, nu am cont încă.'],
  [
    'access-request',
    'Documente',
    'Bună ziua, vă rog să îmi creați un cont nou, user și parolă, pentru sistemul informatic ANCPI.',
  ],
  ['access-request', 'Solicitare user si parola', 'Atașez actele.'],
  ['access-request', 'Solicitare credentiale eTerra', 'Buna ziua'],
  ['access-request', 'Acces online', 'Bună ziua, atașez documentele.'],
  ['access-request', 'acces sistem informatic ANCPI', '.'],
  ['access-request', 'Cerere acces', 'Buna ziua'],
  [
    'access-request',
    'cerere',
    'Subsemnatul Ion Popescu, persoană autorizată, solicit acces la aplicația eTerra.',
  ],
  ['access-request', '', 'Doresc să obțin acces online la sistemul informatic al ANCPI'],
  [
    'access-request',
    'Cerere acces Online la sistemul informatic al ANCP',
    'Vă rog să-mi trimiteți o parolă și un user, sunt autorizat nou.',
  ],
  ['access-request', 'Cerere de acces on-line la sistemul informatic ANCPI', ''],
  ['access-request', 'Cerer acess online la sistemul infromatic', ''],
  ['access-request', 'CERERE ACCES ONLINE', ''],
  [
    'access-request',
    'Autorizat nou - acces platformă',
    'Am primit certificatul de autorizare luna trecută și aș dori acces la platforma ANCPI.',
  ],
  ['recovery', 'Parola', 'Am uitat parola.'],
  ['recovery', 'Ajutor', 'Nu mai știu parola de la contul meu eTerra.'],
  ['recovery', 'Recuperare parolă', ''],
  ['recovery', 'Resetare parola', ''],
  ['recovery', 'Parolă nouă', 'Vă rog o parolă nouă pentru userul popescu.i'],
  ['recovery', 'Parola pierduta', 'Buna ziua, mi-am pierdut parola'],
  ['recovery', 'cont blocat', 'Contul meu s-a blocat după ce am greșit parola de trei ori.'],
  ['recovery', 'Generare parola', 'Vă rog generarea unei parole noi.'],
  ['recovery', 'Acces', 'Nu mai pot intra în cont, parola nu mai este acceptată.'],
  ['recovery', 'Buna ziua', 'Vă rog să îmi retrimiteți parola, am șters mailul.'],
  ['recovery', 'Lost password', 'I forgot my password, please reset it.'],
  [
    'recovery',
    'Cerere acces Online la sistemul informatic al ANCP',
    'Am uitat parola, vă rog să îmi generați una nouă.',
  ],
  ['recovery', 'Am uitat user-ul și parola', 'Nu mai am datele de conectare'],
  ['recovery', 'schimbare parola', 'doresc schimbarea parolei'],
  ['problem', 'Problemă eTerra', 'La încărcarea fișierului primesc eroarea 500.'],
  ['problem', 'Intrebare', 'Cum pot încărca planul?'],
  ['problem', 'Eroare la import CPXML', 'Buna ziua'],
  ['problem', 'Nu pot încărca fișierul', 'Aplicația nu funcționează de ieri.'],
  ['problem', 'eTerra', 'Sistemul nu merge, nu se deschide harta.'],
  ['problem', 'Acces', 'Nu pot accesa sistemul, apare eroarea 403 după autentificare.'],
  ['problem', 'Problemă acces', 'Am acces la sistem dar nu se încarcă harta. Vă rog ajutor'],
  ['other', 'Bună ziua', 'Vă doresc o zi bună.'],
  ['other', 'Adresă', 'Vă transmitem alăturat adresa nr. 123.'],
  ['other', 'Invitatie conferinta', 'Vă invităm la conferința noastră.'],
  ['other', 'Oferta', 'Va oferim parole si servicii de securitate.'],
  ['access-request', 'Solicitare acces eTerra', 'Vă rog să-mi activați contul de acces.'],
  [
    'access-request',
    'Documente autorizare',
    'Bună ziua, vă transmit documentele pentru obținerea credențialelor de acces la aplicația eTerra.',
  ],
  ['access-request', 'user', 'Va rog sa imi comunicati un user si o parola pentru platforma ANCPI'],
  [
    'access-request',
    'Cerere',
    'Vă rugăm să ne acordați accesul la sistemul informatic integrat de cadastru și carte funciară.',
  ],
  ['access-request', 'Inregistrare utilizator nou', 'Doresc crearea unui utilizator pentru acces la sistem'],
  ['access-request', 'Cerere de accees Online la sistemul informatc al ANCP', ''],
  [
    'access-request',
    'Cerere acces Online la sistemul informatic al ANCPI - Popescu Ion',
    'Bună ziua, am fost blocat până acum la alt OCPI, vă rog acces.',
  ],
  ['access-request', 'FW: cerere acces on line', ''],
  ['access-request', 'Formular acces', 'Am completat formularul pentru acces online.'],
  ['recovery', 'Parola expirata', 'Imi apare ca parola a expirat.'],
  ['recovery', 'Date de acces', 'Am pierdut datele de acces, vă rog să mi le retrimiteți.'],
  ['recovery', 'Autentificare', 'Nu mă pot autentifica, îmi spune că parola este incorectă.'],
  ['recovery', 'Parola eTerra', 'Vă rog să îmi resetați parola.'],
  ['recovery', 'Deblocare cont', 'Va rog deblocarea contului'],
  ['recovery', 'Solicitare parola noua', 'Utilizator: popescu.i'],
  ['recovery', 'Solicitare generare parolă nouă', 'Bună ziua'],
  ['recovery', 'user si parola', 'nu imi mai amintesc userul si parola'],
  ['recovery', 'Pierdere parola', 'Buna ziua'],
  ['recovery', 'Recuperare credentiale', 'Buna ziua'],
  ['recovery', 'Acces', 'Nu-mi mai amintesc parola'],
  ['recovery', 'Cerere parolă nouă', 'Vă rog să îmi trimiteți parola nouă.'],
  ['problem', 'Planuri', 'Nu se mai încarcă planurile de ieri.'],
  ['problem', 'Sesizare', 'Aplicația dă eroare la recepție.'],
  ['problem', 'eroare autentificare', 'certificatul digital nu este recunoscut'],
  ['problem', 'Nelămurire', 'Bună ziua, cum procedez pentru o parcelă fără număr cadastral?'],
  ['problem', 'Buna ziua', 'Am o problema cu recepția unei lucrări, nu apare în listă.'],
  ['other', 'Factura', 'Vă trimitem factura pe luna noiembrie.'],
  ['other', 'Comunicare', 'Am luat la cunoștință. Mulțumesc!'],
  ['other', 'Program cu publicul', 'Care este programul cu publicul?'],
];

it.each(PHRASES)('%s: «%s» %s', async (kind, subject, text) => {
  expect(classify(await parsedMail({ subject, text }), deskContext()).kind).toBe(kind);
});

it('a word with one letter added, missing, changed or two swapped is nearly the word', () => {
  for (const word of ['cerere', 'cerrere', 'cerre', 'cerare', 'ceerre']) {
    expect(isNearly(word, 'cerere')).toBe(true);
  }
  for (const word of ['cer', 'crerae', 'vedere']) {
    expect(isNearly(word, 'cerere')).toBe(false);
  }
  expect(isNearly('use', 'user')).toBe(false);
});

/** Ferestrele: titlu și buton de cel mult 24 de semne (atât încap în Slack), câmpuri, mesaje de eroare. */

const reasonForApplicant = {
  label: 'Motivul, așa cum îl va citi solicitantul',
  error: 'Scrieți motivul.',
  placeholder: 'pe înțelesul solicitantului',
};

const registryNumber = {
  label: 'Nr. de înregistrare',
  error: 'Scrieți numărul de înregistrare.',
  placeholder: 'de exemplu 12345',
};

const registryDate = { label: 'Data înregistrării', error: 'Alegeți data înregistrării.' };

export const dialogs = {
  fallback: 'Fereastra nu poate fi arătată aici; deschideți-o pe calculator.',
  to: 'Mailul pleacă la:',
  'open-details': {
    title: 'Detalii și documente',
    submit: 'Date verificate',
    form: 'Datele din formular',
    noForm: 'Nu există un formular care să poată fi citit.',
    legend: '✓ în regulă · ✗ de corectat · ? nu s-a putut verifica',
    changes: 'Ce s-a schimbat față de fișierul dinainte',
    documents: 'Documente',
    noDocuments: 'Mailul nu are documente.',
    unrecognised: 'nerecunoscut',
    mail: 'Mailul solicitantului',
    origin: 'De unde vine și de ce a fost luat așa',
    verifyHint:
      'Comparați cu eTerra Autorizați. „Date verificate” spune că datele corespund; un fișier Excel nou cere o nouă verificare.',
    saveKinds: 'Salvează felul documentelor',
    kindLabel: (position: number) => `Ce conține documentul ${position}`,
    kindError: 'Alegeți cel puțin un fel.',
  },
  'update-register': {
    title: 'Actualizare eTerra',
    submit: 'Am actualizat',
    intro: 'Consemnează ce ați actualizat în eTerra Autorizați (A12). Aplicația nu scrie singură acolo.',
    inputs: {
      fields: { label: 'Ce ați actualizat', error: 'Bifați cel puțin un câmp.' },
      note: { label: 'Observații', placeholder: 'dacă este nevoie', error: 'Textul este prea lung.' },
    },
  },
  'send-to-dcg': {
    title: 'Trimite la DCG',
    submit: 'Trimite la DCG',
    intro:
      'Pentru cei autorizați de ANCPI (A13). Pleacă un mail cu cererea scanată și fișierul Excel; cartea de identitate nu se trimite.',
    inputs: {
      note: {
        label: 'Ce rugați DCG să actualizeze',
        placeholder: 'dacă este nevoie',
        error: 'Textul este prea lung.',
      },
    },
  },
  'ask-correction': {
    title: 'Cere corectarea',
    submit: 'Trimite solicitantului',
    intro: 'Solicitantul primește un mail cu motivele bifate și cu textul dumneavoastră (A14).',
    inputs: {
      reasons: { label: 'Ce este de corectat', error: 'Bifați un motiv sau scrieți un text.' },
      text: {
        label: 'Text pentru solicitant',
        labelRequired: 'Text pentru solicitant (obligatoriu dacă nu bifați niciun motiv)',
        placeholder: 'ce anume să corecteze și cum',
        error: 'Bifați un motiv sau scrieți un text.',
      },
    },
  },
  'record-original': {
    title: 'Original îndosariat',
    submit: 'Consemnează originalul',
    intro: 'Cererea în original a fost primită, semnată și îndosariată (A15, A16).',
    inputs: {
      receivedOn: { label: 'Primită la', error: 'Alegeți ziua; nu poate fi în viitor.' },
      registryNumber,
      registryDate,
      file: {
        label: 'Dosarul în care se află',
        placeholder: 'de exemplu Autorizări 2026, fila 42',
        error: 'Textul este prea lung.',
      },
      compared: {
        label: 'Comparare',
        title: 'Am comparat originalul cu scanarea',
        error: 'Comparați originalul cu scanarea, apoi bifați.',
      },
    },
  },
  'record-registry': {
    title: 'Nr. de înregistrare',
    submit: 'Salvează',
    intro: 'Numărul din registratură. Va sta pe fiecare scrisoare și poate fi căutat.',
    inputs: { registryNumber, registryDate },
  },
  approve: {
    title: 'Aprobă și trimite la DI',
    submit: 'Aprobă și trimite la DI',
    failed: 'Aceste verificări nu au trecut:',
    dcg: 'DCG nu a răspuns încă la cererea de actualizare (A13).',
    inputs: {
      reason: {
        label: 'De ce se poate aproba totuși',
        placeholder: 'motivul rămâne la dosar și îl vede și DI',
        error: 'Scrieți motivul pentru care se poate aproba.',
      },
      dcgNotAwaited: {
        label: 'Răspunsul DCG',
        title: 'Aprob fără să mai aștept răspunsul DCG',
        error: 'Bifați dacă aprobați fără răspunsul DCG.',
      },
    },
  },
  issue: {
    title: 'Emite credențialele',
    submit: 'Emite și trimite',
    intro:
      'Creați contul în aplicație cu datele de mai jos (A19). La trimitere, ele se scriu în fișierul Excel al solicitantului (A20) și pleacă la adresa din formular (A21).',
    existing: 'Persoana are deja contul:',
    approvedBy: 'Aprobat de',
    inputs: {
      mode: { label: 'Ce se emite', error: 'Alegeți ce se emite.' },
      user: {
        label: 'USER',
        error: 'Scrieți numele de utilizator, exact ca în aplicație.',
        placeholder: 'prenume.nume',
      },
      webAddress: {
        label: 'Adresa web',
        error: 'Scrieți o adresă care începe cu https:// sau http://.',
        placeholder: 'https://',
      },
      password: {
        label: 'Parola',
        error: 'Scrieți parola, exact ca în aplicație.',
        placeholder: 'cea din aplicație',
      },
      accountCreated: {
        label: 'Confirmare',
        title: 'Am creat contul în aplicație exact cu aceste date',
        titleExisting: 'Am făcut schimbarea în aplicație exact cu aceste date',
        error: 'Creați întâi contul în aplicație, apoi bifați.',
      },
    },
    passwordHint:
      'Parola de mai sus este propusă acum și nu se păstrează: dacă redeschideți fereastra, va fi alta. O puteți înlocui cu cea făcută de aplicație.',
    newAddressHint: 'La „Actualizează adresa contului” parola nu se schimbă și nu se trimite.',
  },
  return: {
    title: 'Returnează la secretar',
    submit: 'Returnează',
    intro: 'Dosarul se întoarce la oficiu, în starea „De verificat”.',
    inputs: {
      note: {
        label: 'De ce',
        error: 'Scrieți de ce se întoarce dosarul.',
        placeholder: 'ce trebuie lămurit',
      },
    },
  },
  reject: {
    title: 'Respinge cererea',
    submit: 'Respinge',
    intro:
      'Cererea se respinge, iar solicitantul primește un mail cu motivul. Coordonatorul poate redeschide dosarul.',
    inputs: { note: reasonForApplicant },
  },
  withdraw: {
    title: 'Retras de solicitant',
    submit: 'Închide dosarul',
    intro: 'Solicitantul a renunțat la cerere. Dosarul se închide și el primește o confirmare.',
    inputs: {
      note: {
        label: 'Cum a anunțat',
        placeholder: 'mail, telefon, adresă nr. …',
        error: 'Textul este prea lung.',
      },
    },
  },
  'close-original-missing': {
    title: 'Original nedepus',
    submit: 'Închide dosarul',
    intro:
      'Cererea în original nu a fost depusă. Dosarul se închide și solicitantul primește un mail; coordonatorul îl poate redeschide când sosește originalul.',
  },
  transfer: {
    title: 'Transferă la alt OCPI',
    submit: 'Transferă',
    intro:
      'Dosarul își păstrează numărul și trece la celălalt oficiu, „De verificat”. Originalul și nr. de înregistrare se consemnează din nou acolo.',
    inputs: {
      office: { label: 'La ce oficiu', error: 'Alegeți oficiul.', placeholder: 'alegeți' },
      note: {
        label: 'De ce',
        error: 'Scrieți de ce se transferă.',
        placeholder: 'îl va citi celălalt oficiu',
      },
    },
  },
  merge: {
    title: 'Unește cu alt dosar',
    submit: 'Unește',
    intro: 'Dosarul de față se închide și trimite la celălalt, unde se lucrează mai departe.',
    inputs: {
      into: {
        label: 'Cu ce dosar',
        error: 'Alegeți un dosar sau scrieți-i numărul.',
        placeholder: 'alegeți',
      },
      number: {
        label: 'Numărul dosarului',
        labelOther: 'sau alt număr de dosar',
        error: 'Alegeți un dosar sau scrieți-i numărul.',
        placeholder: 'AB-2026-00042',
      },
    },
  },
  reopen: {
    title: 'Redeschide dosarul',
    submit: 'Redeschide',
    intro: 'Dosarul revine la „De verificat”: datele se verifică și se aprobă din nou.',
    inputs: {
      note: { label: 'De ce', error: 'Scrieți de ce se redeschide.', placeholder: 'rămâne la dosar' },
    },
  },
  'correct-fact': {
    title: 'Corectează',
    submit: 'Șterge consemnarea',
    intro: 'Ceva a fost consemnat din greșeală. Consemnarea se retrage; în istoric rămân și ea, și motivul.',
    inputs: {
      fact: { label: 'Ce s-a consemnat greșit', error: 'Alegeți consemnarea.', placeholder: 'alegeți' },
      note: { label: 'De ce', error: 'Scrieți ce s-a greșit.', placeholder: 'rămâne la dosar' },
    },
  },
  'write-to-applicant': {
    title: 'Scrie solicitantului',
    submit: 'Vezi mailul',
    intro: 'Un mail obișnuit; starea dosarului nu se schimbă. Îl vedeți întreg înainte de a pleca.',
    inputs: {
      text: { label: 'Textul mailului', error: 'Scrieți textul mailului.', placeholder: 'Bună ziua…' },
    },
  },
  escalate: {
    title: 'Escaladează',
    submit: 'Escaladează',
    intro:
      'Ce scrieți ajunge la cei aleși: în canalul lor, ca mențiune în acest fir sau prin e-mail. Cât timp escaladarea este deschisă, ce se scrie în firul cardului se vede și la ei. Solicitantul nu află.',
    inputs: {
      target: { label: 'La cine', error: 'Alegeți la cine.' },
      address: {
        label: 'Adresa de e-mail, dacă ați ales-o mai sus',
        error: 'Scrieți o adresă de e-mail a oficiului.',
        placeholder: 'nume@…',
      },
      note: { label: 'Ce este de hotărât', error: 'Scrieți ce este de hotărât.', placeholder: 'pe scurt' },
      urgent: { label: 'Urgență', title: 'Este urgent', error: 'Bifați dacă este urgent.' },
    },
  },
  'send-to-applicant': {
    title: 'Trimite solicitantului',
    submit: 'Trimite',
    intro: 'Așa arată mailul. Dacă schimbați textul, îl vedeți încă o dată înainte de a pleca.',
    subject: 'Subiect:',
    inputs: {
      text: { label: 'Textul dumneavoastră', error: 'Scrieți textul mailului.', placeholder: 'Bună ziua…' },
    },
  },
  'close-escalation': {
    title: 'Închide escaladarea',
    submit: 'Închide escaladarea',
    intro:
      'Rezultatul se scrie la ambele capete. Solicitantul nu îl primește decât dacă bifați, și numai după ce vedeți mailul.',
    inputs: {
      escalation: { label: 'Care', error: 'Alegeți escaladarea.' },
      note: { label: 'Rezultatul', error: 'Scrieți rezultatul.', placeholder: 'ce s-a hotărât' },
      tellApplicant: {
        label: 'Solicitantul',
        title: 'Trimite rezultatul și solicitantului (văd întâi mailul)',
        error: 'Bifați dacă pleacă și la solicitant.',
      },
    },
  },
  history: {
    title: 'Istoric',
    empty: 'Nu este nimic în istoric.',
    older: (count: number) => `… încă ${count} mai vechi`,
  },
  more: {
    title: 'Mai mult',
    groups: {
      work: 'Lucrul la dosar',
      change: 'Îndreptări și mutări',
      close: 'Încheiere fără credențiale',
      look: 'Ce s-a întâmplat',
    },
    empty: 'Nu este altceva de făcut în această stare.',
  },
  'problem-details': {
    title: 'Problemă',
    text: 'Textul mailului',
    noText: 'Mailul nu are text.',
    origin: 'De unde vine și ce s-a dovedit',
    documents: 'Documente',
    noDocuments: 'Mailul nu are documente.',
    history: 'Istoric',
  },
  'problem-answer': {
    title: 'Răspunde',
    submit: 'Vezi mailul',
    intro:
      'Textul pleacă pe mail celui care a semnalat problema, după ce vedeți mailul; dosarul rămâne deschis.',
    inputs: {
      text: {
        label: 'Textul mailului',
        error: 'Scrieți textul mailului.',
        placeholder: 'o întrebare, o veste',
      },
    },
  },
  'problem-resolve': {
    title: 'Rezolvat',
    submit: 'Încheie și trimite',
    intro:
      'Rezultatul pleacă pe mail celui care a semnalat problema, escaladările se închid și dosarul se încheie.',
    inputs: { note: { label: 'Rezultatul', error: 'Scrieți rezultatul.', placeholder: 'ce s-a făcut' } },
  },
  'recovery-details': {
    title: 'Cerere de parolă nouă',
    text: 'Textul mailului',
    noText: 'Mailul nu are text.',
    origin: 'De unde vine și ce s-a dovedit',
    history: 'Istoric',
  },
  'recovery-issue': {
    title: 'Emite parola nouă',
    submit: 'Emite și trimite',
    intro:
      'Setați parola în aplicație pentru contul de mai jos. La trimitere ea se scrie în fișierul Excel al solicitantului și pleacă numai la adresa înregistrată (R4).',
    passwordHint:
      'Parola de mai sus este propusă acum și nu se păstrează: dacă redeschideți fereastra, va fi alta. O puteți înlocui cu cea făcută de aplicație.',
    inputs: {
      webAddress: {
        label: 'Adresa web',
        error: 'Scrieți o adresă care începe cu https:// sau http://.',
        placeholder: 'https://',
      },
      password: {
        label: 'Parola',
        error: 'Scrieți parola, exact ca în aplicație.',
        placeholder: 'cea din aplicație',
      },
      passwordSet: {
        label: 'Confirmare',
        title: 'Parola este setată în aplicație, pentru acest cont.',
        error: 'Bifați că parola este setată în aplicație.',
      },
    },
  },
  'recovery-reject': {
    title: 'Respinge cererea',
    submit: 'Respinge',
    intro:
      'Nu se emite nicio parolă. Solicitantul nu primește un mail, ca nimeni să nu afle dacă adresa are un cont.',
    inputs: {
      note: {
        label: 'De ce',
        error: 'Scrieți de ce se respinge.',
        placeholder: 'adresă necunoscută, mail fals…',
      },
    },
  },
  'unsorted-details': {
    title: 'Mail de clasificat',
    submit: 'Deschide dosar de acces',
    text: 'Textul mailului',
    origin: 'De unde vine și de ce a fost luat așa',
    noText: 'Mailul nu are text.',
    documents: 'Documente',
    noDocuments: 'Mailul nu are documente.',
  },
  'unsorted-attach': {
    title: 'Atașează la un dosar',
    submit: 'Atașează',
    intro: 'Mailul și documentele lui trec la dosarul ales, ca și cum ar fi răspuns acolo.',
    inputs: {
      number: {
        label: 'Numărul dosarului',
        error: 'Scrieți numărul dosarului.',
        placeholder: 'AB-2026-00042',
      },
    },
  },
  'unsorted-dismiss': {
    title: 'Nu este o cerere',
    submit: 'Pune deoparte',
    intro: 'Mailul rămâne păstrat, dar nu se deschide un dosar și nimeni nu primește răspuns.',
    inputs: {
      note: {
        label: 'De ce',
        error: 'Scrieți de ce se pune deoparte.',
        placeholder: 'reclamă, mail trimis din greșeală…',
      },
    },
  },
};

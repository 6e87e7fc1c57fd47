/** What comes back from Slack: a pressed button, a submitted modal, as the desk expects them. */
import { z } from 'zod';
import type { InputKind } from './inputs.ts';
import type { ModalMemory } from './modal.ts';

/** What somebody wants, and about which case. */
export interface Press {
  readonly verb: string;
  readonly caseId: string;
  /** What the button carries, and the inputs that stand beside it. */
  readonly inputs: Readonly<Record<string, string>>;
}

const texts = z.record(z.string(), z.string());
const carried = texts.refine(({ verb = '' }) => /^[a-z][a-z:-]{0,79}$/.test(verb));
const memory = z.object({
  submit: texts.nullable(),
  back: z.object({
    from: z.object({ channelId: z.string(), ts: z.string() }).nullable(),
    kind: z.string(),
    caseId: z.string(),
  }),
});

/** The part of a view that holds what was typed: https://docs.slack.dev/reference/views */
const state = z.object({
  values: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        value: z.string().nullish(),
        selected_date: z.string().nullish(),
        selected_option: z.object({ value: z.string() }).nullish(),
        selected_options: z.array(z.object({ value: z.string() })).nullish(),
      }),
    ),
  ),
});

type Typed = z.infer<typeof state>['values'][string][string];

/** A pressed button; with a submit verb it takes along the inputs of its view. Null if it is none of ours. */
export function pressOf(value: unknown, viewState: unknown): Press | null {
  const given = typeof value === 'string' ? carried.safeParse(parsed(value)).data : undefined;
  if (given === undefined) {
    return null;
  }
  const beside = given.verb?.startsWith('submit:') ? inputsOf(viewState) : {};
  return asPress(given, beside);
}

/** A submitted modal. Null if it is none of ours, or has nothing to submit. */
export function submitOf(privateMetadata: unknown, viewState: unknown): Press | null {
  const submit = memoryOf(privateMetadata)?.submit ?? null;
  return submit === null ? null : asPress(submit, inputsOf(viewState));
}

/** What a modal remembers. Null if it is none of ours. */
export function memoryOf(privateMetadata: unknown): ModalMemory | null {
  const text = typeof privateMetadata === 'string' ? privateMetadata : '';
  return memory.safeParse(parsed(text)).data ?? null;
}

function asPress(
  { verb = '', caseId = '', ...data }: Readonly<Record<string, string>>,
  beside: Press['inputs'],
): Press {
  return { verb, caseId, inputs: { ...beside, ...data } };
}

function inputsOf(viewState: unknown): Press['inputs'] {
  const { values } = state.safeParse(viewState).data ?? { values: {} };
  const inputs: Record<string, string> = {};
  for (const [input, elements] of Object.entries(values)) {
    for (const [kind, typed] of Object.entries(elements)) {
      inputs[input] = typedValue(kind as InputKind, typed);
    }
  }
  return inputs;
}

/** As every channel of the desk gives it: a list joined by commas, a tick as "true". */
function typedValue(kind: InputKind, typed: Typed): string {
  const chosen = (typed.selected_options ?? []).map(({ value }) => value);
  switch (kind) {
    case 'text':
      return typed.value ?? '';
    case 'date':
      return typed.selected_date ?? '';
    case 'choice':
      return typed.selected_option?.value ?? '';
    case 'list':
      return chosen.join(',');
    case 'toggle':
      return String(chosen.includes('true'));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Who may act. Roles come from the database with every command: membership of a channel gives none. */
import type { Actor, ActorRef, Refusal, Role, RoleGrant } from './case.ts';

/** A supervisor does everything that a secretary of the same office does. */
const COVERS: Record<Role, readonly Role[]> = {
  secretary: ['secretary'],
  supervisor: ['supervisor', 'secretary'],
  di: ['di'],
  admin: ['admin'],
};

export function hasRole(roles: readonly RoleGrant[], role: Role, office: string | null): boolean {
  return roles.some((grant) => {
    const rightOffice = office === null || grant.office === null || grant.office === office;
    return rightOffice && COVERS[grant.role].includes(role);
  });
}

/** Null if a person may act in a role at an office, else why not. The system may do anything. */
export function refuseUnless(actor: Actor, role: Role, office: string | null): Refusal | null {
  if (actor.type === 'system') {
    return null;
  }
  if (actor.type !== 'person') {
    return { code: 'not-your-role', needs: role };
  }
  if (hasRole(actor.roles, role, office)) {
    return null;
  }
  if (office !== null && hasRole(actor.roles, role, null)) {
    return { code: 'not-your-office', office };
  }
  return { code: 'not-your-role', needs: role };
}

export function refOf(actor: Actor): ActorRef {
  return actor.type === 'person' ? `person:${actor.id}` : actor.type;
}

/** The person's id in a reference, or null if it was not a person. */
export function personOf(ref: ActorRef): string | null {
  return ref.startsWith('person:') ? ref.slice('person:'.length) : null;
}

/** What came a short while ago: platforms deliver again what they think nobody took. */

const MOST = 2_000;

export interface Recent {
  /** True if this came before; from now on it has. */
  seen(id: string): boolean;
}

export function createRecent(): Recent {
  const ids = new Set<string>();
  return {
    seen(id) {
      if (ids.has(id)) {
        return true;
      }
      ids.add(id);
      const [oldest] = ids.size > MOST ? ids : [];
      if (oldest !== undefined) {
        ids.delete(oldest);
      }
      return false;
    },
  };
}

/** The desk's data, beside a running desk or without one. */
import { findMasterKey } from '../store/master-key.ts';
import { NoDatabase, openStore, type Store } from '../store/open.ts';

/** The part of the settings that says where the data is. */
export interface DataSettings {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly masterKey: string | null;
  readonly masterKeyFile: string | null;
}

/** Runs something on the data, and closes it. Throws NoDatabase where the settings lead to no database. */
export async function withData<T>(config: DataSettings, run: (store: Store) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDir } = config;
  const masterKey = findMasterKey({
    masterKey: config.masterKey ?? undefined,
    masterKeyFile: config.masterKeyFile ?? undefined,
    dataDir,
  });
  if (masterKey === undefined) {
    throw new NoDatabase(`Nu există date în ${dataDir}: verificați DATA_DIR.`);
  }
  const store = await openStore({ databaseUrl, dataDir, masterKey, alongside: true });
  try {
    return await run(store);
  } finally {
    await store.close();
  }
}

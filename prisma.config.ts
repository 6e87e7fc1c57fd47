import { defineConfig } from 'prisma/config';

// Two databases, one set of models: see docs/decisions/0003-two-databases.md.
const provider = process.env.DB_PROVIDER === 'postgresql' ? 'postgresql' : 'sqlite';

export default defineConfig({
  schema: `prisma/${provider}`,
  migrations: { path: `prisma/migrations/${provider}` },
  datasource: { url: process.env.DATABASE_URL ?? 'file:./data/acces.db' },
});

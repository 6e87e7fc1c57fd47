import { defineConfig } from 'prisma/config';

// Two databases, one set of models: see docs/decisions/0003-two-databases.md. Only the Prisma command line reads this
// file (to generate and to author migrations); the product itself opens its database in src/store/open.ts.
const provider = process.env.DB_PROVIDER === 'postgresql' ? 'postgresql' : 'sqlite';
const scratch = provider === 'sqlite' ? 'file::memory:' : 'postgresql://nowhere.invalid/scratch';

export default defineConfig({
  schema: `prisma/${provider}`,
  migrations: { path: `prisma/migrations/${provider}` },
  datasource: { url: process.env.DATABASE_URL ?? scratch },
});

-- CreateTable
CREATE TABLE "RegisterEntry" (
    "id" TEXT NOT NULL,
    "authorisationKey" TEXT NOT NULL,
    "authorisation" TEXT NOT NULL,
    "authorisationClass" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameFolded" TEXT NOT NULL,
    "office" TEXT NOT NULL,
    "validUntil" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "phoneSealed" TEXT NOT NULL,
    "importedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RegisterEntry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "RegisterEntry_authorisationKey_key" ON "RegisterEntry"("authorisationKey");

-- CreateIndex
CREATE INDEX "RegisterEntry_nameFolded_idx" ON "RegisterEntry"("nameFolded");



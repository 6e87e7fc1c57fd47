-- CreateTable
CREATE TABLE "RoleTerm" (
    "id" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "office" TEXT NOT NULL DEFAULT '',
    "fromAt" TIMESTAMP(3) NOT NULL,
    "untilAt" TIMESTAMP(3) NOT NULL,
    "decision" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RoleTerm_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "RoleTerm_personId_untilAt_idx" ON "RoleTerm"("personId", "untilAt");

-- AddForeignKey
ALTER TABLE "RoleTerm" ADD CONSTRAINT "RoleTerm_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



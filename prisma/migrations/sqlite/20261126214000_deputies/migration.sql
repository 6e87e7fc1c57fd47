-- CreateTable
CREATE TABLE "RoleTerm" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "office" TEXT NOT NULL DEFAULT '',
    "fromAt" DATETIME NOT NULL,
    "untilAt" DATETIME NOT NULL,
    "decision" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "RoleTerm_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "RoleTerm_personId_untilAt_idx" ON "RoleTerm"("personId", "untilAt");



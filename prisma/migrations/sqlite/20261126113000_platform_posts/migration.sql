-- CreateTable
CREATE TABLE "CardAddress" (
    "address" TEXT NOT NULL PRIMARY KEY,
    "caseId" TEXT NOT NULL,
    "placeId" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "PlatformPost" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "channel" TEXT NOT NULL,
    "firstTriedAt" DATETIME NOT NULL,
    "posted" JSONB,
    "updatedAt" DATETIME NOT NULL
);



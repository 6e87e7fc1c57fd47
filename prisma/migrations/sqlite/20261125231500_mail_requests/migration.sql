-- CreateTable
CREATE TABLE "MailRequest" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "mailId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "caseId" TEXT,
    "route" TEXT NOT NULL,
    "trust" TEXT NOT NULL,
    "proofSealed" TEXT NOT NULL,
    "requestKey" TEXT,
    "proveAgainAt" DATETIME,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "MailRequest_mailId_fkey" FOREIGN KEY ("mailId") REFERENCES "InboundMail" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "MailRequest_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SeenSignature" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "mailId" TEXT NOT NULL,
    "seenAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "MailRequest_caseId_idx" ON "MailRequest"("caseId");

-- CreateIndex
CREATE INDEX "MailRequest_requestKey_createdAt_idx" ON "MailRequest"("requestKey", "createdAt");

-- CreateIndex
CREATE INDEX "MailRequest_proveAgainAt_idx" ON "MailRequest"("proveAgainAt");

-- CreateIndex
CREATE UNIQUE INDEX "MailRequest_mailId_position_key" ON "MailRequest"("mailId", "position");

-- CreateIndex
CREATE INDEX "SeenSignature_seenAt_idx" ON "SeenSignature"("seenAt");

-- CreateIndex
CREATE INDEX "InboundMail_rawBlob_idx" ON "InboundMail"("rawBlob");



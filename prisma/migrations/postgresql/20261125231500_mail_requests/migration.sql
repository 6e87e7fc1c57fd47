-- CreateTable
CREATE TABLE "MailRequest" (
    "id" TEXT NOT NULL,
    "mailId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "caseId" TEXT,
    "route" TEXT NOT NULL,
    "trust" TEXT NOT NULL,
    "proofSealed" TEXT NOT NULL,
    "requestKey" TEXT,
    "proveAgainAt" TIMESTAMP(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MailRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SeenSignature" (
    "hash" TEXT NOT NULL,
    "mailId" TEXT NOT NULL,
    "seenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SeenSignature_pkey" PRIMARY KEY ("hash")
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

-- AddForeignKey
ALTER TABLE "MailRequest" ADD CONSTRAINT "MailRequest_mailId_fkey" FOREIGN KEY ("mailId") REFERENCES "InboundMail"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MailRequest" ADD CONSTRAINT "MailRequest_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case"("id") ON DELETE SET NULL ON UPDATE CASCADE;



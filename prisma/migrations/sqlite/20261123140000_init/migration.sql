-- CreateTable
CREATE TABLE "Case" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "number" TEXT,
    "office" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "open" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL,
    "lastHash" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "ownerId" TEXT,
    "applicantName" TEXT,
    "applicantNameFolded" TEXT,
    "email" TEXT,
    "senderEmail" TEXT,
    "senderName" TEXT,
    "cnpHash" TEXT,
    "authorisation" TEXT,
    "registryNumber" TEXT,
    "waitingSince" DATETIME NOT NULL,
    "dueAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "CaseForm" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "caseId" TEXT NOT NULL,
    "workbookHash" TEXT NOT NULL,
    "documentId" TEXT NOT NULL,
    "fieldsSealed" TEXT NOT NULL,
    "problems" JSONB NOT NULL,
    "problemsSealed" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "CaseForm_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "CaseForm_documentId_fkey" FOREIGN KEY ("documentId") REFERENCES "Document" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "caseId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "rows" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "at" DATETIME NOT NULL,
    "prevHash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    CONSTRAINT "AuditEvent_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Note" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "caseId" TEXT NOT NULL,
    "textSealed" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Note_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Counter" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" INTEGER NOT NULL
);

-- CreateTable
CREATE TABLE "Place" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "channel" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "office" TEXT,
    "address" JSONB NOT NULL,
    "active" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "CardPost" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "caseId" TEXT NOT NULL,
    "placeId" TEXT NOT NULL,
    "posted" JSONB NOT NULL,
    "renderedVersion" INTEGER NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "CardPost_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "CardPost_placeId_fkey" FOREIGN KEY ("placeId") REFERENCES "Place" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ChatPost" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "channelKey" TEXT NOT NULL,
    "parentId" TEXT,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Effect" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "caseId" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "ord" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "secretSealed" TEXT,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "claim" INTEGER NOT NULL DEFAULT 0,
    "claimedUntil" DATETIME,
    "runAt" DATETIME NOT NULL,
    "lastError" TEXT,
    "lastTryAt" DATETIME,
    "externalId" TEXT,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Effect_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Timer" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "caseId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "firedAt" DATETIME,
    CONSTRAINT "Timer_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Lease" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "until" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Setting" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "value" JSONB NOT NULL
);

-- CreateTable
CREATE TABLE "InboundMail" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "receivedAt" DATETIME NOT NULL,
    "contentKey" TEXT,
    "status" TEXT NOT NULL,
    "rawBlob" TEXT NOT NULL,
    "envelopeSealed" TEXT NOT NULL,
    "summarySealed" TEXT,
    "sizeBytes" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "caseId" TEXT,
    "class" TEXT,
    "reasons" JSONB NOT NULL,
    "errorCode" TEXT,
    CONSTRAINT "InboundMail_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SentMail" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "caseId" TEXT NOT NULL,
    "effectId" TEXT NOT NULL,
    "letter" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "toEmailHash" TEXT NOT NULL,
    "toSealed" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "sentAt" DATETIME,
    "error" TEXT,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "SentMail_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "SentMail_effectId_fkey" FOREIGN KEY ("effectId") REFERENCES "Effect" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Document" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "caseId" TEXT,
    "inboundMailId" TEXT,
    "kind" TEXT NOT NULL,
    "nameSealed" TEXT NOT NULL,
    "blob" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "mediaType" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "Document_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Document_inboundMailId_fkey" FOREIGN KEY ("inboundMailId") REFERENCES "InboundMail" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "DocumentLink" (
    "tokenHash" TEXT NOT NULL PRIMARY KEY,
    "documentId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "caseId" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "usedAt" DATETIME,
    CONSTRAINT "DocumentLink_documentId_fkey" FOREIGN KEY ("documentId") REFERENCES "Document" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "DocumentLink_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "user" TEXT NOT NULL,
    "userFolded" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "office" TEXT NOT NULL,
    "personName" TEXT NOT NULL,
    "cnpHash" TEXT NOT NULL,
    "authorisation" TEXT NOT NULL,
    "caseId" TEXT,
    "state" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    CONSTRAINT "Account_caseId_fkey" FOREIGN KEY ("caseId") REFERENCES "Case" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Person" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "language" TEXT NOT NULL DEFAULT 'ro',
    "active" BOOLEAN NOT NULL DEFAULT true
);

-- CreateTable
CREATE TABLE "Identity" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "externalId" TEXT NOT NULL,
    CONSTRAINT "Identity_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RoleGrant" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "office" TEXT NOT NULL DEFAULT '',
    CONSTRAINT "RoleGrant_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Office" (
    "code" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "mailbox" TEXT NOT NULL,
    "secretaryMailbox" TEXT
);

-- CreateIndex
CREATE UNIQUE INDEX "Case_number_key" ON "Case"("number");

-- CreateIndex
CREATE INDEX "Case_office_open_createdAt_idx" ON "Case"("office", "open", "createdAt");

-- CreateIndex
CREATE INDEX "Case_open_createdAt_idx" ON "Case"("open", "createdAt");

-- CreateIndex
CREATE INDEX "Case_state_createdAt_idx" ON "Case"("state", "createdAt");

-- CreateIndex
CREATE INDEX "Case_cnpHash_idx" ON "Case"("cnpHash");

-- CreateIndex
CREATE INDEX "Case_email_idx" ON "Case"("email");

-- CreateIndex
CREATE INDEX "Case_senderEmail_idx" ON "Case"("senderEmail");

-- CreateIndex
CREATE INDEX "Case_authorisation_idx" ON "Case"("authorisation");

-- CreateIndex
CREATE INDEX "Case_applicantNameFolded_idx" ON "Case"("applicantNameFolded");

-- CreateIndex
CREATE INDEX "Case_registryNumber_idx" ON "Case"("registryNumber");

-- CreateIndex
CREATE UNIQUE INDEX "CaseForm_caseId_workbookHash_key" ON "CaseForm"("caseId", "workbookHash");

-- CreateIndex
CREATE UNIQUE INDEX "AuditEvent_caseId_seq_key" ON "AuditEvent"("caseId", "seq");

-- CreateIndex
CREATE INDEX "Note_caseId_idx" ON "Note"("caseId");

-- CreateIndex
CREATE INDEX "Place_purpose_office_active_idx" ON "Place"("purpose", "office", "active");

-- CreateIndex
CREATE UNIQUE INDEX "CardPost_caseId_placeId_key" ON "CardPost"("caseId", "placeId");

-- CreateIndex
CREATE UNIQUE INDEX "ChatPost_key_key" ON "ChatPost"("key");

-- CreateIndex
CREATE INDEX "ChatPost_channelKey_kind_createdAt_idx" ON "ChatPost"("channelKey", "kind", "createdAt");

-- CreateIndex
CREATE INDEX "ChatPost_parentId_createdAt_idx" ON "ChatPost"("parentId", "createdAt");

-- CreateIndex
CREATE INDEX "Effect_status_runAt_idx" ON "Effect"("status", "runAt");

-- CreateIndex
CREATE INDEX "Effect_caseId_lane_status_seq_ord_idx" ON "Effect"("caseId", "lane", "status", "seq", "ord");

-- CreateIndex
CREATE UNIQUE INDEX "Effect_caseId_seq_ord_key" ON "Effect"("caseId", "seq", "ord");

-- CreateIndex
CREATE INDEX "Timer_firedAt_dueAt_idx" ON "Timer"("firedAt", "dueAt");

-- CreateIndex
CREATE UNIQUE INDEX "Timer_caseId_kind_key" ON "Timer"("caseId", "kind");

-- CreateIndex
CREATE INDEX "InboundMail_status_receivedAt_idx" ON "InboundMail"("status", "receivedAt");

-- CreateIndex
CREATE INDEX "InboundMail_contentKey_idx" ON "InboundMail"("contentKey");

-- CreateIndex
CREATE INDEX "InboundMail_caseId_idx" ON "InboundMail"("caseId");

-- CreateIndex
CREATE UNIQUE INDEX "SentMail_effectId_key" ON "SentMail"("effectId");

-- CreateIndex
CREATE UNIQUE INDEX "SentMail_messageId_key" ON "SentMail"("messageId");

-- CreateIndex
CREATE INDEX "SentMail_caseId_idx" ON "SentMail"("caseId");

-- CreateIndex
CREATE INDEX "SentMail_toEmailHash_idx" ON "SentMail"("toEmailHash");

-- CreateIndex
CREATE INDEX "Document_caseId_idx" ON "Document"("caseId");

-- CreateIndex
CREATE INDEX "Document_inboundMailId_idx" ON "Document"("inboundMailId");

-- CreateIndex
CREATE INDEX "Document_blob_idx" ON "Document"("blob");

-- CreateIndex
CREATE INDEX "DocumentLink_expiresAt_idx" ON "DocumentLink"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "Account_userFolded_key" ON "Account"("userFolded");

-- CreateIndex
CREATE INDEX "Account_email_idx" ON "Account"("email");

-- CreateIndex
CREATE INDEX "Account_cnpHash_idx" ON "Account"("cnpHash");

-- CreateIndex
CREATE INDEX "Account_authorisation_idx" ON "Account"("authorisation");

-- CreateIndex
CREATE INDEX "Identity_personId_idx" ON "Identity"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Identity_channel_externalId_key" ON "Identity"("channel", "externalId");

-- CreateIndex
CREATE UNIQUE INDEX "RoleGrant_personId_role_office_key" ON "RoleGrant"("personId", "role", "office");



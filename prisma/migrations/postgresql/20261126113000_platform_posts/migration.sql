-- CreateTable
CREATE TABLE "CardAddress" (
    "address" TEXT NOT NULL,
    "caseId" TEXT NOT NULL,
    "placeId" TEXT NOT NULL,

    CONSTRAINT "CardAddress_pkey" PRIMARY KEY ("address")
);

-- CreateTable
CREATE TABLE "PlatformPost" (
    "key" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "firstTriedAt" TIMESTAMP(3) NOT NULL,
    "posted" JSONB,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PlatformPost_pkey" PRIMARY KEY ("key")
);



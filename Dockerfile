# The desk in a container. Only npm packages are needed; Node comes from the image.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run generate && npm run build

FROM node:24-bookworm-slim
# prlimit bounds the children that read what comes from outside.
RUN apt-get update && apt-get install --no-install-recommends -y util-linux && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV DATA_DIR=/data
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund && npm cache clean --force
COPY --from=build /app/dist ./dist
# The page and its texts are served from their sources, with the types taken away.
COPY src ./src
COPY cards ./cards
COPY prisma/migrations ./prisma/migrations
RUN useradd --system --uid 10001 desk && mkdir -m 700 /data && chown desk /data
USER desk
VOLUME /data
# The local page listens on the container's loopback: run with --network host to try it. With Teams or Slack by HTTP give it
# HOST=0.0.0.0 and publish the port; with Socket Mode nothing need be published but what documents open at (PUBLIC_URL).
CMD ["node", "--disable-warning=ExperimentalWarning", "--max-semi-space-size=8", "dist/main.js"]

# One image for web and worker: `node app/main.ts` serves, `node app/worker.ts` works on jobs.
# By name and not by digest: no registry could be asked for one where this was written. Pin it where the image is built.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts/prisma.mjs scripts/schema-engine.mjs scripts/
COPY prisma prisma
COPY prisma.config.ts ./
RUN npm ci
COPY . .
# Every package by name and version is listed in build/sbom.json (CycloneDX); those that only build are marked, and not in the image.
RUN npm run build && npm run sbom --silent > build/sbom.json && npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/build build
COPY --from=build /app/app app
COPY --from=build /app/prisma prisma
USER node
EXPOSE 3000
CMD ["node", "app/main.ts"]

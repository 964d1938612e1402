-- CreateIndex
CREATE INDEX "refused_row_shop_id_resource_source_id_idx" ON "refused_row"("shop_id", "resource", "source_id");

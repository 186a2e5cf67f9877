"""Finding entries of the lists by what people say: bigrams of characters, BM25F, spoken words, pinyin."""

"""LangChain's standard tests with this platform behind langchain-openai.

What is switched off is what an API of text cannot do: pictures, sound and documents in prompts.
"""

import os

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from langchain_tests.integration_tests import ChatModelIntegrationTests, EmbeddingsIntegrationTests

ENDPOINT = {"base_url": os.environ["SPEKA_API"], "api_key": os.environ["SPEKA_KEY"]}


class TestChat(ChatModelIntegrationTests):
    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return ChatOpenAI

    @property
    def chat_model_params(self) -> dict:
        return {"model": "meta/llama-3.3-70b-instruct", **ENDPOINT}

    @property
    def supports_image_inputs(self) -> bool:
        return False

    @property
    def supports_json_mode(self) -> bool:
        return True

    @property
    def enable_vcr_tests(self) -> bool:
        return False


class TestEmbeddings(EmbeddingsIntegrationTests):
    @property
    def embeddings_class(self) -> type[OpenAIEmbeddings]:
        return OpenAIEmbeddings

    @property
    def embedding_model_params(self) -> dict:
        # Texts, not OpenAI's tokens: the model has a vocabulary of its own.
        return {
            "model": "nvidia/llama-3.2-nv-embedqa-1b-v2",
            "check_embedding_ctx_length": False,
            **ENDPOINT,
        }

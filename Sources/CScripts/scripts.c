// scripts.c — the embedded script modules; written by scripts/embed.
#include "scripts.h"

static const unsigned char text_of___future__[] = {
#embed "scripts/__future__.aio" suffix(, )
  0};
static const unsigned char text_of__argparse_help[] = {
#embed "scripts/_argparse_help.aio" suffix(, )
  0};
static const unsigned char text_of__collections_user[] = {
#embed "scripts/_collections_user.aio" suffix(, )
  0};
static const unsigned char text_of__counter[] = {
#embed "scripts/_counter.aio" suffix(, )
  0};
static const unsigned char text_of__enum_checks[] = {
#embed "scripts/_enum_checks.aio" suffix(, )
  0};
static const unsigned char text_of__fraction_format[] = {
#embed "scripts/_fraction_format.aio" suffix(, )
  0};
static const unsigned char text_of__hashes[] = {
#embed "scripts/_hashes.aio" suffix(, )
  0};
static const unsigned char text_of__inspect_sources[] = {
#embed "scripts/_inspect_sources.aio" suffix(, )
  0};
static const unsigned char text_of__io_buffers[] = {
#embed "scripts/_io_buffers.aio" suffix(, )
  0};
static const unsigned char text_of__io_text[] = {
#embed "scripts/_io_text.aio" suffix(, )
  0};
static const unsigned char text_of__iso_dates[] = {
#embed "scripts/_iso_dates.aio" suffix(, )
  0};
static const unsigned char text_of__kde[] = {
#embed "scripts/_kde.aio" suffix(, )
  0};
static const unsigned char text_of__logging_extra[] = {
#embed "scripts/_logging_extra.aio" suffix(, )
  0};
static const unsigned char text_of__os_more[] = {
#embed "scripts/_os_more.aio" suffix(, )
  0};
static const unsigned char text_of__sha512[] = {
#embed "scripts/_sha512.aio" suffix(, )
  0};
static const unsigned char text_of__signature[] = {
#embed "scripts/_signature.aio" suffix(, )
  0};
static const unsigned char text_of__singledispatch[] = {
#embed "scripts/_singledispatch.aio" suffix(, )
  0};
static const unsigned char text_of__strptime[] = {
#embed "scripts/_strptime.aio" suffix(, )
  0};
static const unsigned char text_of__typing_protocol[] = {
#embed "scripts/_typing_protocol.aio" suffix(, )
  0};
static const unsigned char text_of__typing_records[] = {
#embed "scripts/_typing_records.aio" suffix(, )
  0};
static const unsigned char text_of__weak_containers[] = {
#embed "scripts/_weak_containers.aio" suffix(, )
  0};
static const unsigned char text_of_abc[] = {
#embed "scripts/abc.aio" suffix(, )
  0};
static const unsigned char text_of_argparse[] = {
#embed "scripts/argparse.aio" suffix(, )
  0};
static const unsigned char text_of_bisect[] = {
#embed "scripts/bisect.aio" suffix(, )
  0};
static const unsigned char text_of_calendar[] = {
#embed "scripts/calendar.aio" suffix(, )
  0};
static const unsigned char text_of_collections[] = {
#embed "scripts/collections.aio" suffix(, )
  0};
static const unsigned char text_of_collections__abc[] = {
#embed "scripts/collections.abc.aio" suffix(, )
  0};
static const unsigned char text_of_concurrent[] = {
#embed "scripts/concurrent.aio" suffix(, )
  0};
static const unsigned char text_of_concurrent__futures[] = {
#embed "scripts/concurrent.futures.aio" suffix(, )
  0};
static const unsigned char text_of_contextlib[] = {
#embed "scripts/contextlib.aio" suffix(, )
  0};
static const unsigned char text_of_contextvars[] = {
#embed "scripts/contextvars.aio" suffix(, )
  0};
static const unsigned char text_of_copy[] = {
#embed "scripts/copy.aio" suffix(, )
  0};
static const unsigned char text_of_copyreg[] = {
#embed "scripts/copyreg.aio" suffix(, )
  0};
static const unsigned char text_of_dataclasses[] = {
#embed "scripts/dataclasses.aio" suffix(, )
  0};
static const unsigned char text_of_datetime[] = {
#embed "scripts/datetime.aio" suffix(, )
  0};
static const unsigned char text_of_enum[] = {
#embed "scripts/enum.aio" suffix(, )
  0};
static const unsigned char text_of_fractions[] = {
#embed "scripts/fractions.aio" suffix(, )
  0};
static const unsigned char text_of_functools[] = {
#embed "scripts/functools.aio" suffix(, )
  0};
static const unsigned char text_of_heapq[] = {
#embed "scripts/heapq.aio" suffix(, )
  0};
static const unsigned char text_of_inspect[] = {
#embed "scripts/inspect.aio" suffix(, )
  0};
static const unsigned char text_of_io[] = {
#embed "scripts/io.aio" suffix(, )
  0};
static const unsigned char text_of_json[] = {
#embed "scripts/json.aio" suffix(, )
  0};
static const unsigned char text_of_json__decoder[] = {
#embed "scripts/json.decoder.aio" suffix(, )
  0};
static const unsigned char text_of_json__encoder[] = {
#embed "scripts/json.encoder.aio" suffix(, )
  0};
static const unsigned char text_of_keyword[] = {
#embed "scripts/keyword.aio" suffix(, )
  0};
static const unsigned char text_of_lato[] = {
#embed "scripts/lato.aio" suffix(, )
  0};
static const unsigned char text_of_lato__application[] = {
#embed "scripts/lato.application.aio" suffix(, )
  0};
static const unsigned char text_of_lato__application_module[] = {
#embed "scripts/lato.application_module.aio" suffix(, )
  0};
static const unsigned char text_of_lato__compositon[] = {
#embed "scripts/lato.compositon.aio" suffix(, )
  0};
static const unsigned char text_of_lato__dependency_provider[] = {
#embed "scripts/lato.dependency_provider.aio" suffix(, )
  0};
static const unsigned char text_of_lato__exceptions[] = {
#embed "scripts/lato.exceptions.aio" suffix(, )
  0};
static const unsigned char text_of_lato__message[] = {
#embed "scripts/lato.message.aio" suffix(, )
  0};
static const unsigned char text_of_lato__testing[] = {
#embed "scripts/lato.testing.aio" suffix(, )
  0};
static const unsigned char text_of_lato__transaction_context[] = {
#embed "scripts/lato.transaction_context.aio" suffix(, )
  0};
static const unsigned char text_of_linecache[] = {
#embed "scripts/linecache.aio" suffix(, )
  0};
static const unsigned char text_of_locale[] = {
#embed "scripts/locale.aio" suffix(, )
  0};
static const unsigned char text_of_logging[] = {
#embed "scripts/logging.aio" suffix(, )
  0};
static const unsigned char text_of_logging__handlers[] = {
#embed "scripts/logging.handlers.aio" suffix(, )
  0};
static const unsigned char text_of_numbers[] = {
#embed "scripts/numbers.aio" suffix(, )
  0};
static const unsigned char text_of_os[] = {
#embed "scripts/os.aio" suffix(, )
  0};
static const unsigned char text_of_posixpath[] = {
#embed "scripts/posixpath.aio" suffix(, )
  0};
static const unsigned char text_of_pprint[] = {
#embed "scripts/pprint.aio" suffix(, )
  0};
static const unsigned char text_of_random[] = {
#embed "scripts/random.aio" suffix(, )
  0};
static const unsigned char text_of_reprlib[] = {
#embed "scripts/reprlib.aio" suffix(, )
  0};
static const unsigned char text_of_shlex[] = {
#embed "scripts/shlex.aio" suffix(, )
  0};
static const unsigned char text_of_statistics[] = {
#embed "scripts/statistics.aio" suffix(, )
  0};
static const unsigned char text_of_string[] = {
#embed "scripts/string.aio" suffix(, )
  0};
static const unsigned char text_of_tempfile[] = {
#embed "scripts/tempfile.aio" suffix(, )
  0};
static const unsigned char text_of_textwrap[] = {
#embed "scripts/textwrap.aio" suffix(, )
  0};
static const unsigned char text_of_traceback[] = {
#embed "scripts/traceback.aio" suffix(, )
  0};
static const unsigned char text_of_types[] = {
#embed "scripts/types.aio" suffix(, )
  0};
static const unsigned char text_of_typing[] = {
#embed "scripts/typing.aio" suffix(, )
  0};
static const unsigned char text_of_uuid[] = {
#embed "scripts/uuid.aio" suffix(, )
  0};
static const unsigned char text_of_warnings[] = {
#embed "scripts/warnings.aio" suffix(, )
  0};
static const unsigned char text_of_weakref[] = {
#embed "scripts/weakref.aio" suffix(, )
  0};

const script_module script_modules[] = {
  {"__future__", text_of___future__, sizeof text_of___future__ - 1},
  {"_argparse_help", text_of__argparse_help, sizeof text_of__argparse_help - 1},
  {"_collections_user", text_of__collections_user, sizeof text_of__collections_user - 1},
  {"_counter", text_of__counter, sizeof text_of__counter - 1},
  {"_enum_checks", text_of__enum_checks, sizeof text_of__enum_checks - 1},
  {"_fraction_format", text_of__fraction_format, sizeof text_of__fraction_format - 1},
  {"_hashes", text_of__hashes, sizeof text_of__hashes - 1},
  {"_inspect_sources", text_of__inspect_sources, sizeof text_of__inspect_sources - 1},
  {"_io_buffers", text_of__io_buffers, sizeof text_of__io_buffers - 1},
  {"_io_text", text_of__io_text, sizeof text_of__io_text - 1},
  {"_iso_dates", text_of__iso_dates, sizeof text_of__iso_dates - 1},
  {"_kde", text_of__kde, sizeof text_of__kde - 1},
  {"_logging_extra", text_of__logging_extra, sizeof text_of__logging_extra - 1},
  {"_os_more", text_of__os_more, sizeof text_of__os_more - 1},
  {"_sha512", text_of__sha512, sizeof text_of__sha512 - 1},
  {"_signature", text_of__signature, sizeof text_of__signature - 1},
  {"_singledispatch", text_of__singledispatch, sizeof text_of__singledispatch - 1},
  {"_strptime", text_of__strptime, sizeof text_of__strptime - 1},
  {"_typing_protocol", text_of__typing_protocol, sizeof text_of__typing_protocol - 1},
  {"_typing_records", text_of__typing_records, sizeof text_of__typing_records - 1},
  {"_weak_containers", text_of__weak_containers, sizeof text_of__weak_containers - 1},
  {"abc", text_of_abc, sizeof text_of_abc - 1},
  {"argparse", text_of_argparse, sizeof text_of_argparse - 1},
  {"bisect", text_of_bisect, sizeof text_of_bisect - 1},
  {"calendar", text_of_calendar, sizeof text_of_calendar - 1},
  {"collections", text_of_collections, sizeof text_of_collections - 1},
  {"collections.abc", text_of_collections__abc, sizeof text_of_collections__abc - 1},
  {"concurrent", text_of_concurrent, sizeof text_of_concurrent - 1},
  {"concurrent.futures", text_of_concurrent__futures, sizeof text_of_concurrent__futures - 1},
  {"contextlib", text_of_contextlib, sizeof text_of_contextlib - 1},
  {"contextvars", text_of_contextvars, sizeof text_of_contextvars - 1},
  {"copy", text_of_copy, sizeof text_of_copy - 1},
  {"copyreg", text_of_copyreg, sizeof text_of_copyreg - 1},
  {"dataclasses", text_of_dataclasses, sizeof text_of_dataclasses - 1},
  {"datetime", text_of_datetime, sizeof text_of_datetime - 1},
  {"enum", text_of_enum, sizeof text_of_enum - 1},
  {"fractions", text_of_fractions, sizeof text_of_fractions - 1},
  {"functools", text_of_functools, sizeof text_of_functools - 1},
  {"heapq", text_of_heapq, sizeof text_of_heapq - 1},
  {"inspect", text_of_inspect, sizeof text_of_inspect - 1},
  {"io", text_of_io, sizeof text_of_io - 1},
  {"json", text_of_json, sizeof text_of_json - 1},
  {"json.decoder", text_of_json__decoder, sizeof text_of_json__decoder - 1},
  {"json.encoder", text_of_json__encoder, sizeof text_of_json__encoder - 1},
  {"keyword", text_of_keyword, sizeof text_of_keyword - 1},
  {"lato", text_of_lato, sizeof text_of_lato - 1},
  {"lato.application", text_of_lato__application, sizeof text_of_lato__application - 1},
  {"lato.application_module", text_of_lato__application_module, sizeof text_of_lato__application_module - 1},
  {"lato.compositon", text_of_lato__compositon, sizeof text_of_lato__compositon - 1},
  {"lato.dependency_provider", text_of_lato__dependency_provider, sizeof text_of_lato__dependency_provider - 1},
  {"lato.exceptions", text_of_lato__exceptions, sizeof text_of_lato__exceptions - 1},
  {"lato.message", text_of_lato__message, sizeof text_of_lato__message - 1},
  {"lato.testing", text_of_lato__testing, sizeof text_of_lato__testing - 1},
  {"lato.transaction_context", text_of_lato__transaction_context, sizeof text_of_lato__transaction_context - 1},
  {"linecache", text_of_linecache, sizeof text_of_linecache - 1},
  {"locale", text_of_locale, sizeof text_of_locale - 1},
  {"logging", text_of_logging, sizeof text_of_logging - 1},
  {"logging.handlers", text_of_logging__handlers, sizeof text_of_logging__handlers - 1},
  {"numbers", text_of_numbers, sizeof text_of_numbers - 1},
  {"os", text_of_os, sizeof text_of_os - 1},
  {"posixpath", text_of_posixpath, sizeof text_of_posixpath - 1},
  {"pprint", text_of_pprint, sizeof text_of_pprint - 1},
  {"random", text_of_random, sizeof text_of_random - 1},
  {"reprlib", text_of_reprlib, sizeof text_of_reprlib - 1},
  {"shlex", text_of_shlex, sizeof text_of_shlex - 1},
  {"statistics", text_of_statistics, sizeof text_of_statistics - 1},
  {"string", text_of_string, sizeof text_of_string - 1},
  {"tempfile", text_of_tempfile, sizeof text_of_tempfile - 1},
  {"textwrap", text_of_textwrap, sizeof text_of_textwrap - 1},
  {"traceback", text_of_traceback, sizeof text_of_traceback - 1},
  {"types", text_of_types, sizeof text_of_types - 1},
  {"typing", text_of_typing, sizeof text_of_typing - 1},
  {"uuid", text_of_uuid, sizeof text_of_uuid - 1},
  {"warnings", text_of_warnings, sizeof text_of_warnings - 1},
  {"weakref", text_of_weakref, sizeof text_of_weakref - 1},
};
const unsigned long script_module_count = sizeof script_modules / sizeof script_modules[0];

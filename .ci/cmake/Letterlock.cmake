# SPDX-License-Identifier: GPL-3.0-or-later
# Flags that every target shares, and the two functions that declare modules and tests.

add_library(letterlock_flags INTERFACE)
target_compile_options(letterlock_flags INTERFACE
    -Wall -Wextra -Werror -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wno-missing-field-initializers
    -fno-omit-frame-pointer)
target_compile_definitions(letterlock_flags INTERFACE
    QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_FOREACH
    QT_STRICT_ITERATORS LETTERLOCK_VERSION="${PROJECT_VERSION}")
target_include_directories(letterlock_flags INTERFACE ${CMAKE_SOURCE_DIR})
if(LETTERLOCK_SANITIZE)
    target_compile_options(letterlock_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined)
    target_link_options(letterlock_flags INTERFACE -fsanitize=address,undefined)
endif()
find_program(LETTERLOCK_LLD ld.lld)
if(LETTERLOCK_LLD)
    target_link_options(letterlock_flags INTERFACE -fuse-ld=lld)
endif()

set(LETTERLOCK_PCH <QByteArray> <QDateTime> <QFuture> <QHash> <QList> <QObject> <QString> <QStringList>
    <QVariant> <expected> <functional> <memory> <optional> <utility> <variant> <vector>)

# A module is a static library of everything below its folder; the linker sees only what it declares. With sanitizers
# it is a shared one: the program in each of some 150 tests would be 30 GB.
set(LETTERLOCK_MODULE_KIND STATIC)
if(LETTERLOCK_SANITIZE)
    set(LETTERLOCK_MODULE_KIND SHARED)
endif()
function(letterlock_module name)
    cmake_parse_arguments(M "" "" "PUBLIC;PRIVATE;PCH;EXCLUDE" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
    if(M_EXCLUDE)
        list(FILTER sources EXCLUDE REGEX "${M_EXCLUDE}")
    endif()
    set(target letterlock_${name})
    add_library(${target} ${LETTERLOCK_MODULE_KIND} ${sources})
    set_target_properties(${target} PROPERTIES LINKER_LANGUAGE CXX)
    target_link_libraries(${target} PUBLIC letterlock_flags ${M_PUBLIC} PRIVATE ${M_PRIVATE})
    target_precompile_headers(${target} PRIVATE ${LETTERLOCK_PCH} ${M_PCH})
endfunction()

# One QtTest class per file; the file's path below tests/ is the test's name.
function(letterlock_tests folder)
    cmake_parse_arguments(T "" "PCH" "LINK" ${ARGN})
    if(NOT T_PCH)
        set(T_PCH core)
    endif()
    set(T_TIMEOUT 300)
    if(LETTERLOCK_SANITIZE)
        set(T_TIMEOUT 1500) # everything takes several times as long
    endif()
    file(GLOB_RECURSE files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*Test.cpp)
    foreach(file ${files})
        file(RELATIVE_PATH path ${CMAKE_CURRENT_SOURCE_DIR} ${file})
        string(REGEX REPLACE "\\.cpp$" "" name ${path})
        string(REPLACE "/" "_" target test_${name})
        add_executable(${target} ${file})
        target_link_libraries(${target} PRIVATE letterlock_test_support ${T_LINK} Qt6::Test)
        target_precompile_headers(${target} REUSE_FROM letterlock_test_pch_${T_PCH})
        target_compile_definitions(${target} PRIVATE LETTERLOCK_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
        add_test(NAME ${name} COMMAND ${target})
        set_tests_properties(${name} PROPERTIES TIMEOUT ${T_TIMEOUT} ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_FATAL_CRITICALS=0")
    endforeach()
endfunction()

// Judges phone numbers with libphonenumber: the other side of scripts/phone-differential.
//
// usage: reference INPUT OUTPUT [PASSES]
//
// A line of INPUT is a region (two letters, ZZ for none), a blank and a text. A line of OUTPUT is
// the number in E.164 form, or empty where it is not valid. The last line on standard output is the
// processor time per number in nanoseconds, the best of the passes.

#include <phonenumbers/phonenumberutil.h>

#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

struct Question {
    std::string region;
    std::string text;
};

std::vector<Question> ReadQuestions(const char* path) {
    std::ifstream input(path, std::ios::binary);
    std::vector<Question> questions;
    for (std::string line; std::getline(input, line);) {
        questions.push_back({line.substr(0, 2), line.substr(3)});
    }
    return questions;
}

std::string Judge(const PhoneNumberUtil& util, const Question& question) {
    PhoneNumber number;
    std::string result;
    if (util.Parse(question.text, question.region, &number) == PhoneNumberUtil::NO_PARSING_ERROR &&
        util.IsValidNumber(number)) {
        util.Format(number, PhoneNumberUtil::E164, &result);
    }
    return result;
}

double ProcessorNanoseconds() {
    timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec * 1e9 + now.tv_nsec;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::cerr << "usage: reference INPUT OUTPUT [PASSES]\n";
        return 2;
    }
    const std::vector<Question> questions = ReadQuestions(argv[1]);
    const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
    const int passes = argc > 3 ? std::stoi(argv[3]) : 1;
    std::vector<std::string> answers(questions.size());
    double best = 0;
    for (int pass = 0; pass < passes; ++pass) {
        const double start = ProcessorNanoseconds();
        for (size_t i = 0; i < questions.size(); ++i) answers[i] = Judge(util, questions[i]);
        const double each = (ProcessorNanoseconds() - start) / questions.size();
        if (pass == 0 || each < best) best = each;
    }
    std::ofstream output(argv[2], std::ios::binary);
    for (const std::string& answer : answers) output << answer << '\n';
    std::cout << best << "\n";
    return 0;
}
